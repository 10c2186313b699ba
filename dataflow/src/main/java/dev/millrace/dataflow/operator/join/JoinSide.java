package dev.millrace.dataflow.operator.join;

import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.Workers;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.dataflow.operator.state.RowIndex;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.List;
import java.util.function.Consumer;

/// One input of a join: its arrangement and where its columns go in the result.
final class JoinSide {

  private final ArrangeOperator arrangement;
  private final List<SqlType> types;
  private final int firstColumn;
  private final boolean[] nullSafe;

  /// @param firstColumn of this side in the result, -1 if it is not part of it
  JoinSide(ArrangeOperator arrangement, List<SqlType> types, int firstColumn, boolean[] nullSafe) {
    this.arrangement = arrangement;
    this.types = types;
    this.firstColumn = firstColumn;
    this.nullSafe = nullSafe;
  }

  int firstColumn() {
    return firstColumn;
  }

  int width() {
    return types.size();
  }

  RowIndex state(int shard) {
    return arrangement.shard(shard);
  }

  List<List<Selection>> select(Delta delta, Workers workers) {
    return Selection.byShard(delta, arrangement.key(), types, workers);
  }

  /// The keys that a shard's part of the side's delta touches.
  StepKeys keys(List<Selection> selections) {
    return new StepKeys(selections, arrangement.key(), nullSafe);
  }

  /// False if a NULL keeps the row from having partners.
  boolean matches(Chunk chunk, int row) {
    return StepKeys.matches(chunk, row, arrangement.key(), nullSafe);
  }

  /// Hands over all rows of a shard with their keys.
  void scan(int shard, Consumer<Selection> rows) {
    Output out =
        new Output(
            types,
            chunk ->
                rows.accept(
                    new Selection(
                        chunk,
                        0,
                        RowBytes.encodeKeys(chunk, arrangement.key(), types),
                        null,
                        chunk.size())),
            (_, _) -> {},
            Long.MAX_VALUE);
    arrangement.scanShard(shard, out);
    out.flush();
  }
}
