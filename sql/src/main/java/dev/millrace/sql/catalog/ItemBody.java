package dev.millrace.sql.catalog;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Retention;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.catalog.table.Constraint;
import dev.millrace.sql.catalog.table.SequenceDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an item is beyond its name.
public sealed interface ItemBody {

  /// The kind of item.
  ItemKind kind();

  /// Columns of a relation; none for other kinds.
  default List<ColumnDefinition> columns() {
    return List.of();
  }

  /// The cluster that owns it for DROP CLUSTER CASCADE, or 0.
  default long clusterId() {
    return 0;
  }

  /// A table.
  ///
  /// @param columns by position, dropped ones included
  /// @param uniqueIndexes indexes that CREATE UNIQUE INDEX made
  record Table(
      List<ColumnDefinition> columns, List<Constraint> constraints, Set<Long> uniqueIndexes)
      implements ItemBody {
    public Table {
      columns = List.copyOf(columns);
      constraints = List.copyOf(constraints);
      uniqueIndexes = Set.copyOf(uniqueIndexes);
    }

    /// A table without constraints.
    public Table(List<ColumnDefinition> columns) {
      this(columns, List.of(), Set.of());
    }

    /// The same table with another index that CREATE UNIQUE INDEX made.
    public Table withUniqueIndex(long index) {
      Set<Long> indexes = new HashSet<>(uniqueIndexes);
      indexes.add(index);
      return new Table(columns, constraints, indexes);
    }

    /// The same table without an index.
    public Table withoutUniqueIndex(long index) {
      Set<Long> indexes = new HashSet<>(uniqueIndexes);
      indexes.remove(index);
      return new Table(columns, constraints, indexes);
    }

    /// The primary key, or null.
    public Constraint.@Nullable Key primaryKey() {
      for (Constraint constraint : constraints) {
        if (constraint instanceof Constraint.Key key && key.isPrimary()) {
          return key;
        }
      }
      return null;
    }

    @Override
    public ItemKind kind() {
      return ItemKind.TABLE;
    }
  }

  /// A source or one of its further outputs (sub-source, dead letters).
  ///
  /// @param spec of a source that runs; null for a further output of one
  /// @param parentId the running source of a further output, else 0
  /// @param outputs collection of each output of a running source, in the connector's order
  /// @param hasRows false for a source whose rows are all in its sub-sources
  /// @param retention of a log
  record Source(
      List<ColumnDefinition> columns,
      SourceDescription.Role role,
      @Nullable SourceSpec spec,
      long parentId,
      List<Long> outputs,
      long clusterId,
      Action.Keeping keeping,
      List<Integer> key,
      boolean hasRows,
      Retention retention)
      implements ItemBody {
    public Source {
      columns = List.copyOf(columns);
      outputs = List.copyOf(outputs);
      key = List.copyOf(key);
    }

    /// The same source with more columns.
    public Source with(List<ColumnDefinition> wider, SourceSpec widerSpec) {
      return new Source(
          wider, role, widerSpec, parentId, outputs, clusterId, keeping, key, hasRows, retention);
    }

    /// True if its rows come by HTTP.
    public boolean isWebhook() {
      return spec != null && spec.connector().equals("webhook");
    }

    @Override
    public ItemKind kind() {
      return ItemKind.SOURCE;
    }
  }

  /// A named query, evaluated where it is used.
  record View(List<ColumnDefinition> columns, Definition definition) implements ItemBody {
    public View {
      columns = List.copyOf(columns);
    }

    @Override
    public ItemKind kind() {
      return ItemKind.VIEW;
    }
  }

  /// A named query whose result is kept up to date.
  ///
  /// @param plan the installed plan, encoded
  record MaterializedView(
      List<ColumnDefinition> columns, Definition definition, long clusterId, Slice plan)
      implements ItemBody {
    public MaterializedView {
      columns = List.copyOf(columns);
    }

    @Override
    public ItemKind kind() {
      return ItemKind.MATERIALIZED_VIEW;
    }
  }

  /// A relation's rows kept up to date and arranged by a key.
  ///
  /// @param key columns of the relation
  /// @param isUnique true if no two rows may have the same key: it enforces a constraint, or CREATE
  ///   UNIQUE INDEX made it
  /// @param plan the installed plan, encoded
  record Index(long onId, long clusterId, List<Integer> key, boolean isUnique, Slice plan)
      implements ItemBody {
    public Index {
      key = List.copyOf(key);
    }

    @Override
    public ItemKind kind() {
      return ItemKind.INDEX;
    }
  }

  /// A sequence.
  ///
  /// @param owner the column it goes with, or null
  record Sequence(SequenceDefinition definition, SequenceDefinition.@Nullable Owner owner)
      implements ItemBody {
    @Override
    public ItemKind kind() {
      return ItemKind.SEQUENCE;
    }
  }

  /// A secret; `sealed` is encrypted under the key file.
  record Secret(Slice sealed) implements ItemBody {
    @Override
    public ItemKind kind() {
      return ItemKind.SECRET;
    }
  }

  /// Where and how to reach another system.
  record Connection(ConnectionSpec spec) implements ItemBody {
    @Override
    public ItemKind kind() {
      return ItemKind.CONNECTION;
    }
  }

  /// The query of a view: its text, and what the names in it meant when it was created, so that a
  /// later rename or another search path changes nothing.
  ///
  /// @param names name as written (parts joined by a zero character) to the id of what it meant
  /// @param columns the columns' names, by id of the relation, empty for one that was dropped: what
  ///   was added or renamed later is not seen
  record Definition(
      String query,
      String database,
      List<String> searchPath,
      Map<String, Long> names,
      Map<Long, List<String>> columns) {
    public Definition {
      searchPath = List.copyOf(searchPath);
      names = Map.copyOf(names);
      columns = Map.copyOf(columns);
    }
  }
}
