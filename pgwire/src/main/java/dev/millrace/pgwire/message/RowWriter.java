package dev.millrace.pgwire.message;

import dev.millrace.model.codec.BinaryFormat;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.pgwire.ResultColumn;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes DataRow messages for the columns it was told of last. Used by the connection's thread.
public final class RowWriter {

  private ResultColumn[] columns = new ResultColumn[0];
  private boolean[] isText = new boolean[0];
  private final StringBuilder text = new StringBuilder();

  /// The columns of the rows that follow.
  public void columns(List<ResultColumn> columns) {
    this.columns = columns.toArray(ResultColumn[]::new);
    this.isText = new boolean[this.columns.length];
    for (int i = 0; i < isText.length; i++) {
      isText[i] = isUtf8(this.columns[i].type());
    }
  }

  /// Appends one DataRow of boxed values.
  public void write(ByteBuf out, @Nullable Object[] values) {
    assert values.length == columns.length;
    int start = BackendWriter.begin(out, 'D');
    out.writeShort(values.length);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) {
        out.writeInt(-1);
      } else {
        int at = out.writerIndex();
        out.writeInt(0);
        value(out, i, value);
        out.setInt(at, out.writerIndex() - at - 4);
      }
    }
    BackendWriter.end(out, start);
  }

  private void value(ByteBuf out, int column, Object value) {
    if (isText[column]) {
      Slice slice = (Slice) value;
      out.writeBytes(slice.array(), slice.offset(), slice.length());
    } else if (columns[column].isBinary()) {
      Slice bytes = BinaryFormat.encode(columns[column].type(), value);
      out.writeBytes(bytes.array(), bytes.offset(), bytes.length());
    } else {
      text.setLength(0);
      TextFormat.append(columns[column].type(), value, text);
      out.writeCharSequence(text, StandardCharsets.UTF_8);
    }
  }

  /// True where stored bytes, text form and binary form are the same.
  private static boolean isUtf8(SqlType type) {
    return type instanceof ScalarType s
        && switch (s.id()) {
          case TEXT, VARCHAR, BPCHAR, NAME, CHAR, JSON, UNKNOWN -> true;
          default -> false;
        };
  }
}
