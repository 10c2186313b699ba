package dev.millrace.sql.execute.write;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.function.Environment;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.execute.WriteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a statement does to a table: rows that go in, each checked as it does, and rows that go
/// out. Keys are settled when the statement is over, so that an UPDATE may shift them. Confined to
/// one run.
final class TableChange {

  private final TableRules rules;
  private final RowChecks checks;
  private final List<Chunk> deltas = new ArrayList<>();
  private final List<Chunk> added = new ArrayList<>();
  private final List<Chunk> answered = new ArrayList<>();

  TableChange(TableRules rules, @Nullable Environment environment) {
    this.rules = rules;
    this.checks = rules.prepare(environment);
  }

  /// Rows to count and to return.
  List<Chunk> answered() {
    return answered;
  }

  /// Fails if a row may not be in the table, keys aside.
  void check(Chunk rows, int row) {
    checks.check(rows, row);
  }

  /// Rows go in.
  void insert(Chunk rows) {
    for (int row = 0; row < rows.size(); row++) {
      checks.check(rows, row);
    }
    deltas.add(rows);
    added.add(rows);
    answered.add(rows);
  }

  /// Rows go out.
  void delete(Chunk rows) {
    delete(rows, rows);
  }

  /// Rows go out.
  ///
  /// @param answer the rows and what RETURNING needs beside them
  void delete(Chunk rows, Chunk answer) {
    deltas.add(ChunkParts.columns(rows, 0, rows.columns.length, -1));
    answered.add(answer);
  }

  /// Rows go out and others come in for them.
  void update(Chunk old, Chunk next) {
    update(old, next, next);
  }

  /// Rows go out and others come in for them.
  ///
  /// @param answer the new rows and what RETURNING needs beside them
  void update(Chunk old, Chunk next, Chunk answer) {
    for (int row = 0; row < next.size(); row++) {
      checks.check(next, row);
    }
    deltas.add(ChunkParts.columns(old, 0, old.columns.length, -1));
    deltas.add(next);
    added.add(next);
    answered.add(answer);
  }

  /// Puts it all into the buffer, with what has to hold of it.
  void writeTo(WriteBuffer writes, Item table) {
    for (Chunk delta : deltas) {
      if (delta.size() > 0) {
        writes.add(table, delta);
      }
    }
    if (!rules.keys().isEmpty() && !added.isEmpty()) {
      writes.require(new KeysFree(rules, added));
    }
  }
}
