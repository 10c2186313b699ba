package dev.millrace.model.chunk;

import dev.millrace.model.type.Carrier;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// One column of a chunk: values in a primitive array that grows, and a null bitmap that exists
/// only once a NULL was appended. Append-only until `clear`. Not thread-safe: confined to one
/// thread at a time. Generated code reads the public fields of the concrete classes.
public abstract sealed class Column permits IntColumn, LongColumn, DoubleColumn, BytesColumn {

  /// Bit `i & 63` of word `i >> 6` is set where row `i` is NULL; null while no row is.
  public long @Nullable [] nulls;

  /// Rows appended so far.
  public int size;

  /// An empty column for values of the type.
  public static Column of(SqlType type, int capacity) {
    return of(type.carrier(), capacity);
  }

  /// An empty column for values of the carrier.
  public static Column of(Carrier carrier, int capacity) {
    return switch (carrier) {
      case BOOLEAN -> new IntColumn(capacity, true);
      case INT -> new IntColumn(capacity, false);
      case LONG -> new LongColumn(capacity);
      case DOUBLE -> new DoubleColumn(capacity);
      case SLICE -> new BytesColumn(capacity);
    };
  }

  /// An empty column of the same kind.
  public abstract Column emptyLike(int capacity);

  /// Rows appended so far.
  public final int size() {
    return size;
  }

  /// True if row `row` is SQL NULL.
  public final boolean isNull(int row) {
    long[] bits = nulls;
    return bits != null && (row >> 6) < bits.length && (bits[row >> 6] & (1L << row)) != 0;
  }

  /// True if some row may be NULL.
  public final boolean mayHaveNulls() {
    return nulls != null;
  }

  /// Appends SQL NULL.
  public final void appendNull() {
    int row = size;
    appendZero();
    long[] bits = nulls;
    int word = row >> 6;
    if (bits == null) {
      bits = new long[Math.max(word + 1, 2)];
    } else if (word >= bits.length) {
      bits = java.util.Arrays.copyOf(bits, Math.max(word + 1, bits.length * 2));
    }
    bits[word] |= 1L << row;
    nulls = bits;
  }

  /// Appends a boxed value, or SQL NULL for null. For edges, not for operators.
  public final void append(@Nullable Object value) {
    if (value == null) {
      appendNull();
    } else {
      appendBoxed(value);
    }
  }

  /// The value of a row boxed, null for SQL NULL. For edges, not for operators.
  public final @Nullable Object value(int row) {
    return isNull(row) ? null : boxed(row);
  }

  /// Appends row `row` of a column of the same class.
  public final void appendFrom(Column source, int row) {
    if (source.isNull(row)) {
      appendNull();
    } else {
      copyFrom(source, row);
    }
  }

  /// Forgets the rows from `size` on: how a half-written row is taken back.
  public final void truncate(int size) {
    assert size <= this.size;
    long[] bits = nulls;
    if (bits != null) {
      for (int row = size; row < this.size; row++) {
        if (row >> 6 < bits.length) {
          bits[row >> 6] &= ~(1L << row);
        }
      }
    }
    this.size = size;
  }

  /// Forgets all rows, keeping the arrays.
  public void clear() {
    size = 0;
    nulls = null;
  }

  /// The bytes of a row of a BytesColumn; a bug on any other.
  public Slice slice(int row) {
    throw new IllegalStateException("not a bytes column");
  }

  abstract void appendZero();

  abstract void appendBoxed(Object value);

  abstract Object boxed(int row);

  abstract void copyFrom(Column source, int row);
}
