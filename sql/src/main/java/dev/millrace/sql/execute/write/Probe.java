package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.TransactionReads;
import dev.millrace.sql.execute.query.Reader;
import java.util.List;
import java.util.function.Function;

/// Where a statement that writes may read more of the state that its rows came from.
interface Probe {

  /// Runs something on the engine's thread that looks up keys of a table.
  <T> T look(TableRules rules, Function<KeyHolders, T> change);

  /// The result of a plan, in order, without what the statement itself writes. Not while looking.
  List<Chunk> read(Plan plan, List<SortKey> order);

  /// Already on the engine's thread, in the state after a step.
  static Probe of(Snapshot snapshot, Frame frame) {
    return new Probe() {
      @Override
      public <T> T look(TableRules rules, Function<KeyHolders, T> change) {
        return change.apply(new KeyHolders(rules, snapshot::lookup));
      }

      @Override
      public List<Chunk> read(Plan plan, List<SortKey> order) {
        return Reader.read(plan, order, snapshot, frame);
      }
    };
  }

  /// In the state a transaction reads, under what it has written; what is looked up counts as read.
  static Probe of(TransactionReads reads, Frame frame) {
    return new Probe() {
      @Override
      public <T> T look(TableRules rules, Function<KeyHolders, T> change) {
        return Probe.look(reads, frame, rules, change);
      }

      @Override
      public List<Chunk> read(Plan plan, List<SortKey> order) {
        return Reader.read(plan, order, frame);
      }
    };
  }

  private static <T> T look(
      TransactionReads reads, Frame frame, TableRules rules, Function<KeyHolders, T> change) {
    KeyHolders[] keys = new KeyHolders[1];
    T result =
        reads.probe(
            state -> {
              keys[0] = new KeyHolders(rules, state::lookup);
              return change.apply(keys[0]);
            },
            frame);
    var types = rules.columns().stream().map(ColumnDefinition::type).toList();
    for (int i = 0; i < rules.keys().size(); i++) {
      List<List<Object>> asked = keys[0].asked().get(i);
      KeyRule rule = rules.keys().get(i);
      if (!asked.isEmpty()) {
        reads.rememberLookup(rule.index(), rule.columns(), asked, types, frame);
      }
    }
    return result;
  }
}
