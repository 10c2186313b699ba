package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.TransactionReads;
import java.util.List;
import java.util.function.Function;

/// Where a statement may look rows up by key: the engine's thread only.
interface Probe {

  /// Runs something there that looks up keys of a table.
  TableChange look(TableRules rules, Function<KeyHolders, TableChange> change);

  /// Already there, in the state after a step.
  static Probe of(Snapshot snapshot) {
    return (rules, change) -> change.apply(new KeyHolders(rules, snapshot::lookup));
  }

  /// In the state a transaction reads, under what it has written; what is looked up counts as read.
  static Probe of(TransactionReads reads, Frame frame) {
    return (rules, change) -> {
      KeyHolders[] keys = new KeyHolders[1];
      TableChange result =
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
    };
  }
}
