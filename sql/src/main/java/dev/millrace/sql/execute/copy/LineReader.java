package dev.millrace.sql.execute.copy;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes COPY data apart into rows of fields, in pieces of any size. A field is null where the data
/// says NULL. Confined to one COPY.
public final class LineReader {

  /// A row with more is refused, since it is held in memory.
  private static final int ROW_BYTES_MAX = 64 << 20;

  /// Takes rows.
  @FunctionalInterface
  public interface Rows {
    /// One row, with its number from 1 on.
    void row(List<@Nullable Slice> fields, long line);
  }

  private final CopyOptions options;
  private final Rows rows;
  private byte[] held = new byte[8192];
  private int size;
  private long line;
  private boolean isQuoted;
  private boolean isEnded;

  public LineReader(CopyOptions options, Rows rows) {
    this.options = options;
    this.rows = rows;
  }

  /// A piece of data.
  public void take(byte[] data) {
    for (byte b : data) {
      if (isEnded) {
        return;
      }
      if (b == '\n' && !isQuoted) {
        endLine();
      } else {
        if (options.format() == CopyOptions.Format.CSV && b == options.quote()) {
          isQuoted = !isQuoted;
        }
        hold(b);
      }
    }
  }

  /// The data is complete.
  public void end() {
    if (isQuoted) {
      throw fault("unterminated CSV quoted field");
    }
    if (size > 0 && !isEnded) {
      endLine();
    }
  }

  private void hold(byte b) {
    if (size == held.length) {
      if (size >= ROW_BYTES_MAX) {
        throw new DatabaseException(
            SqlState.PROGRAM_LIMIT_EXCEEDED,
            "a row of COPY has at most " + (ROW_BYTES_MAX >> 20) + " MB");
      }
      held = Arrays.copyOf(held, size * 2);
    }
    held[size++] = b;
  }

  private void endLine() {
    line++;
    int length = size > 0 && held[size - 1] == '\r' ? size - 1 : size;
    size = 0;
    if (length == 2 && held[0] == '\\' && held[1] == '.') {
      isEnded = true;
      return;
    }
    if (options.hasHeader() && line == 1) {
      return;
    }
    rows.row(options.format() == CopyOptions.Format.CSV ? csv(length) : text(length), line);
  }

  private List<@Nullable Slice> text(int length) {
    List<@Nullable Slice> fields = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= length; i++) {
      if (i == length || held[i] == options.delimiter()) {
        fields.add(textField(start, i));
        start = i + 1;
      } else if (held[i] == '\\') {
        i++;
      }
    }
    return fields;
  }

  private @Nullable Slice textField(int start, int end) {
    if (new Slice(held, start, end - start).toUtf8().equals(options.nullText())) {
      return null;
    }
    byte[] out = new byte[end - start];
    int size = 0;
    for (int i = start; i < end; i++) {
      if (held[i] != '\\' || i + 1 == end) {
        out[size++] = held[i];
        continue;
      }
      i++;
      byte b = held[i];
      int digits = b == 'x' ? hexDigits(i + 1, end) : octalDigits(i, end);
      if (digits > 0) {
        int from = b == 'x' ? i + 1 : i;
        out[size++] =
            (byte)
                Integer.parseInt(
                    new String(held, from, digits, java.nio.charset.StandardCharsets.US_ASCII),
                    b == 'x' ? 16 : 8);
        i = from + digits - 1;
      } else {
        out[size++] = unescaped(b);
      }
    }
    return Slice.of(Arrays.copyOf(out, size));
  }

  private static byte unescaped(byte b) {
    return switch (b) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      default -> b;
    };
  }

  private int hexDigits(int from, int end) {
    int n = 0;
    while (n < 2 && from + n < end && Character.digit(held[from + n], 16) >= 0) {
      n++;
    }
    return n;
  }

  private int octalDigits(int from, int end) {
    int n = 0;
    while (n < 3 && from + n < end && Character.digit(held[from + n], 8) >= 0) {
      n++;
    }
    return n;
  }

  private List<@Nullable Slice> csv(int length) {
    List<@Nullable Slice> fields = new ArrayList<>();
    byte[] out = new byte[length];
    int size = 0;
    boolean wasQuoted = false;
    boolean inQuotes = false;
    for (int i = 0; i <= length; i++) {
      if (i == length || (!inQuotes && held[i] == options.delimiter())) {
        Slice field = Slice.of(Arrays.copyOf(out, size));
        boolean isNull = !wasQuoted && field.toUtf8().equals(options.nullText());
        fields.add(isNull ? null : field);
        size = 0;
        wasQuoted = false;
      } else if (inQuotes && held[i] == options.escape() && isEscaped(i, length)) {
        out[size++] = held[++i];
      } else if (held[i] == options.quote()) {
        inQuotes = !inQuotes;
        wasQuoted = true;
      } else {
        out[size++] = held[i];
      }
    }
    return fields;
  }

  private boolean isEscaped(int at, int length) {
    return at + 1 < length && (held[at + 1] == options.quote() || held[at + 1] == options.escape());
  }

  private static DatabaseException fault(String message) {
    return new DatabaseException(SqlState.BAD_COPY_FILE_FORMAT, message);
  }
}
