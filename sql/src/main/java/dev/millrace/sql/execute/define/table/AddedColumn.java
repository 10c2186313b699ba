package dev.millrace.sql.execute.define.table;

import dev.millrace.dataflow.expression.Evaluator;
import dev.millrace.model.type.Carrier;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.execute.sequence.SequenceDraws;
import org.jspecify.annotations.Nullable;

/// What a column of ADD COLUMN holds in the rows that are there already.
public sealed interface AddedColumn {

  /// The value in one row.
  ///
  /// @param row of the new width, filled as far as the columns before
  @Nullable Object value(@Nullable Object[] row);

  /// True if the rows have to be written anew, because not all get the same value.
  default boolean differs() {
    return true;
  }

  /// The same in all rows: none of them is touched.
  record Same(@Nullable Object value) implements AddedColumn {
    @Override
    public @Nullable Object value(@Nullable Object[] row) {
      return value;
    }

    @Override
    public boolean differs() {
      return false;
    }
  }

  /// Evaluated for each row.
  record Each(Evaluator expression) implements AddedColumn {
    @Override
    public @Nullable Object value(@Nullable Object[] row) {
      return expression.evaluate(row);
    }
  }

  /// The next value of a sequence.
  record Drawn(Item sequence, SequenceDraws draws, SqlType type) implements AddedColumn {
    @Override
    public Object value(@Nullable Object[] row) {
      long value = draws.next(sequence);
      return type.carrier() == Carrier.INT ? (Object) Math.toIntExact(value) : (Object) value;
    }
  }
}
