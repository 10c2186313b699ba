package dev.millrace.dataflow.port;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A structural change of the set of collections.
public sealed interface Action {

  /// Creates a stored collection.
  record CreateStored(CollectionId id, StoredShape shape) implements Action {}

  /// Gives a stored collection more columns, behind those it has. Its rows are not written anew;
  /// who reads the columns it had goes on undisturbed.
  record Widen(CollectionId id, StoredShape shape) implements Action {}

  /// Creates a maintained collection: its rows are the plan's result after every step, arranged by
  /// `key` columns (an index: its key; otherwise any). `name` is for errors and status.
  record Install(CollectionId id, String name, Plan plan, List<Integer> key) implements Action {
    public Install {
      key = List.copyOf(key);
    }
  }

  /// Removes a stored or maintained collection and what only it needed. Nothing may depend on it.
  record Drop(CollectionId id) implements Action {}

  /// Builds a quarantined maintained collection anew.
  record Resume(CollectionId id) implements Action {}

  /// How a stored collection keeps its rows.
  ///
  /// @param key columns of the key for KEYED; empty for the others
  /// @param isTransient true for catalog collections that are rebuilt at start: not journalled
  /// @param added of the last columns, those that came later, the value (boxed, null is NULL) that
  ///   rows have which were there before
  /// @param retention of a LOG
  record StoredShape(
      String name,
      List<SqlType> types,
      Keeping keeping,
      List<Integer> key,
      boolean isTransient,
      List<@Nullable Object> added,
      Retention retention) {
    public StoredShape {
      types = List.copyOf(types);
      key = List.copyOf(key);
      added = Collections.unmodifiableList(new ArrayList<>(added));
    }

    /// All columns were there from the start.
    public StoredShape(
        String name, List<SqlType> types, Keeping keeping, List<Integer> key, boolean isTransient) {
      this(name, types, keeping, key, isTransient, List.of(), Retention.FOREVER);
    }
  }

  /// What a stored collection keeps.
  enum Keeping {
    /// A multiset of rows: tables.
    ROWS,
    /// The current row per key: upsert sources.
    KEYED,
    /// Everything appended, in append-only segments: webhooks, append-only Kafka.
    LOG,
    /// Nothing: views see rows from their creation on.
    NONE
  }
}
