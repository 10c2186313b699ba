package dev.millrace.sql.execute.copy;

import dev.millrace.model.codec.BinaryFormat;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts rows together as COPY data. Confined to one COPY.
public final class LineWriter {

  /// `PGCOPY\n\377\r\n\0`, no flags, no header extension.
  private static final byte[] BINARY_HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private final CopyOptions options;
  private final List<SqlType> types;
  private byte[] out = new byte[1024];
  private int size;

  public LineWriter(CopyOptions options, List<SqlType> types) {
    this.options = options;
    this.types = List.copyOf(types);
  }

  /// The bytes of what was last put together.
  public byte[] bytes() {
    return out;
  }

  /// How many of [#bytes] count.
  public int size() {
    return size;
  }

  /// What stands in front of all rows; false if nothing does.
  public boolean header(List<String> names) {
    size = 0;
    switch (options.format()) {
      case BINARY -> put(BINARY_HEADER);
      case TEXT, CSV -> {
        if (options.hasHeader()) {
          for (int i = 0; i < names.size(); i++) {
            separate(i);
            field(names.get(i).getBytes(StandardCharsets.UTF_8));
          }
          put('\n');
        }
      }
    }
    return size > 0;
  }

  /// One row of boxed values.
  public void row(@Nullable Object[] values) {
    size = 0;
    if (options.format() == CopyOptions.Format.BINARY) {
      binary(values);
      return;
    }
    for (int i = 0; i < types.size(); i++) {
      separate(i);
      Object value = values[i];
      if (value == null) {
        put(options.nullText().getBytes(StandardCharsets.UTF_8));
      } else {
        field(TextFormat.toSlice(types.get(i), value).toBytes());
      }
    }
    put('\n');
  }

  /// What stands behind all rows; false if nothing does.
  public boolean trailer() {
    size = 0;
    if (options.format() == CopyOptions.Format.BINARY) {
      put((byte) 0xff);
      put((byte) 0xff);
    }
    return size > 0;
  }

  private void binary(@Nullable Object[] values) {
    put((byte) (types.size() >> 8));
    put((byte) types.size());
    for (int i = 0; i < types.size(); i++) {
      Object value = values[i];
      if (value == null) {
        putInt(-1);
      } else {
        Slice bytes = BinaryFormat.encode(types.get(i), value);
        putInt(bytes.length());
        put(bytes.toBytes());
      }
    }
  }

  private void separate(int column) {
    if (column > 0) {
      put(options.delimiter());
    }
  }

  private void field(byte[] text) {
    if (options.format() == CopyOptions.Format.CSV) {
      csv(text);
      return;
    }
    for (byte b : text) {
      switch (b) {
        case '\\' -> escape('\\');
        case '\n' -> escape('n');
        case '\r' -> escape('r');
        case '\t' -> escape('t');
        case '\b' -> escape('b');
        case '\f' -> escape('f');
        case 11 -> escape('v');
        default -> {
          if (b == options.delimiter()) {
            put('\\');
          }
          put(b);
        }
      }
    }
  }

  private void escape(char letter) {
    put('\\');
    put(letter);
  }

  private void csv(byte[] text) {
    boolean needsQuotes =
        new String(text, StandardCharsets.UTF_8).equals(options.nullText())
            || (text.length == 2 && text[0] == '\\' && text[1] == '.');
    for (byte b : text) {
      needsQuotes |= b == options.delimiter() || b == options.quote() || b == '\n' || b == '\r';
    }
    if (!needsQuotes) {
      put(text);
      return;
    }
    put(options.quote());
    for (byte b : text) {
      if (b == options.quote() || b == options.escape()) {
        put(options.escape());
      }
      put(b);
    }
    put(options.quote());
  }

  private void putInt(int value) {
    put((byte) (value >> 24));
    put((byte) (value >> 16));
    put((byte) (value >> 8));
    put((byte) value);
  }

  private void put(char ascii) {
    put((byte) ascii);
  }

  private void put(byte b) {
    if (size == out.length) {
      out = Arrays.copyOf(out, size * 2);
    }
    out[size++] = b;
  }

  private void put(byte[] bytes) {
    if (size + bytes.length > out.length) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, size + bytes.length));
    }
    System.arraycopy(bytes, 0, out, size, bytes.length);
    size += bytes.length;
  }
}
