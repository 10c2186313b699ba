package dev.millrace.sql.execute.write;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.ConflictAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// ON CONFLICT with the keys it means.
///
/// @param keys positions among the table's key rules
record ConflictRule(List<Integer> keys, ConflictAction action) {
  ConflictRule {
    keys = List.copyOf(keys);
  }

  /// Finds the keys; 42P10 or 42704 if there are none such.
  static ConflictRule of(ConflictAction action, TableTarget table) {
    List<KeyRule> rules = table.rules().keys();
    String constraint = action.constraint();
    List<Integer> keys = new ArrayList<>();
    Set<Integer> wanted = new HashSet<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (action.columns().contains(table.columns().get(i).name())) {
        wanted.add(i);
      }
    }
    for (int i = 0; i < rules.size(); i++) {
      KeyRule rule = rules.get(i);
      boolean isMeant =
          constraint != null
              ? rule.isConstraint() && rule.name().equals(constraint)
              : wanted.isEmpty() || wanted.equals(new HashSet<>(rule.columns()));
      if (isMeant) {
        keys.add(i);
      }
    }
    if (keys.isEmpty() && constraint != null) {
      throw new DatabaseException(
          SqlState.UNDEFINED_OBJECT,
          "constraint \""
              + constraint
              + "\" for table \""
              + table.item().name()
              + "\" does not exist");
    }
    if (keys.isEmpty() && !wanted.isEmpty()) {
      throw new DatabaseException(
          SqlState.INVALID_COLUMN_REFERENCE,
          "there is no unique or exclusion constraint matching the ON CONFLICT specification");
    }
    return new ConflictRule(keys, action);
  }
}
