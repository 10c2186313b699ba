package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.model.type.SqlType;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// What names mean to the statement: the catalog under a search path. One version for the whole
/// statement.
public interface Relations {

  /// The relation of a name of one to three parts; fails with 42P01 and such at the position.
  Source relation(List<String> name, int position);

  /// A type of a user, or null.
  @Nullable SqlType type(List<String> name);

  /// Where a relation's rows come from.
  sealed interface Source {

    /// The schema, for `schema.table.column`.
    String schema();

    /// The relation's own name: its alias where the statement gives none.
    String name();

    /// The OID that results name it by.
    int oid();

    /// Rows of a collection.
    ///
    /// @param keys sets of column positions whose values are unique
    record Stored(
        String schema,
        String name,
        int oid,
        CollectionId id,
        List<Column> columns,
        Set<Set<Integer>> keys)
        implements Source {
      public Stored {
        columns = List.copyOf(columns);
        keys = Set.copyOf(keys);
      }
    }

    /// A view to be bound in its place.
    ///
    /// @param columns names given by CREATE VIEW, fewer than the query has or none
    /// @param relations what names meant where the view was made
    record View(
        String schema,
        String name,
        int oid,
        List<String> columns,
        SqlNode query,
        Relations relations)
        implements Source {
      public View {
        columns = List.copyOf(columns);
      }
    }
  }

  /// A column of a stored relation.
  ///
  /// @param isHidden true if it is there and no name finds it: a dropped column
  record Column(String name, SqlType type, boolean isNullable, boolean isHidden) {
    public Column(String name, SqlType type, boolean isNullable) {
      this(name, type, isNullable, false);
    }
  }
}
