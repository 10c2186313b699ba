package dev.millrace.model.function.aggregate;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.GenericAggregate;
import dev.millrace.model.value.Slice;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// `string_agg` of text and bytea: each value but the first behind its delimiter; NULL values are
/// left out, a NULL delimiter is empty.
final class StringAggregate implements GenericAggregate {

  private static final long BYTES_MAX = (1L << 30) - 1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean isEmpty = true;

  @Override
  public void add(@Nullable Object[] arguments, long count) {
    if (!(arguments[0] instanceof Slice value)) {
      return;
    }
    for (long i = 0; i < count; i++) {
      if (!isEmpty && arguments[1] instanceof Slice delimiter) {
        bytes.write(delimiter.array(), delimiter.offset(), delimiter.length());
      }
      bytes.write(value.array(), value.offset(), value.length());
      isEmpty = false;
      if (bytes.size() > BYTES_MAX) {
        throw new DatabaseException(
            SqlState.PROGRAM_LIMIT_EXCEEDED, "aggregate result is too large");
      }
    }
  }

  @Override
  public @Nullable Object result() {
    return isEmpty ? null : Slice.of(bytes.toByteArray());
  }
}
