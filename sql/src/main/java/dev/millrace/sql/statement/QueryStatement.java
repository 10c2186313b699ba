package dev.millrace.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Statements that read: SELECT and its kin, SUBSCRIBE, EXPLAIN.
public sealed interface QueryStatement extends Statement {

  /// SELECT, VALUES, TABLE or WITH, with an optional moment to read at.
  record Select(Query query, @Nullable AsOf asOf) implements QueryStatement {}

  /// A stream of changes.
  record Subscribe(
      SubscribeTarget target,
      SubscribeOutput output,
      List<Option> options,
      @Nullable AsOf asOf,
      @Nullable SqlNode upTo)
      implements QueryStatement {
    public Subscribe {
      options = List.copyOf(options);
    }
  }

  /// EXPLAIN of a statement or of an installed object.
  ///
  /// @param stage the words between EXPLAIN and FOR in lower case, without AS: `optimized plan`,
  ///   `analyze`, `timestamp`; empty if none
  /// @param format what stands behind AS in lower case, or empty
  record Explain(String stage, List<Option> options, String format, Explainee explainee)
      implements QueryStatement {
    public Explain {
      options = List.copyOf(options);
    }
  }

  /// AS OF [AT LEAST] moment.
  record AsOf(SqlNode moment, boolean isAtLeast) {}

  /// What SUBSCRIBE follows.
  sealed interface SubscribeTarget {
    /// A relation by name.
    record Relation(ObjectName name) implements SubscribeTarget {}

    /// A query of its own.
    record OfQuery(Query query) implements SubscribeTarget {}
  }

  /// The form in which SUBSCRIBE shows changes.
  sealed interface SubscribeOutput {
    /// Rows with a weight.
    record Diffs() implements SubscribeOutput {}

    /// ENVELOPE UPSERT (KEY (columns)).
    record Upsert(List<String> key) implements SubscribeOutput {
      public Upsert {
        key = List.copyOf(key);
      }
    }

    /// ENVELOPE DEBEZIUM (KEY (columns)).
    record Debezium(List<String> key) implements SubscribeOutput {
      public Debezium {
        key = List.copyOf(key);
      }
    }

    /// WITHIN TIMESTAMP ORDER BY items.
    record Ordered(List<SqlNode> items) implements SubscribeOutput {
      public Ordered {
        items = List.copyOf(items);
      }
    }
  }

  /// What EXPLAIN explains.
  sealed interface Explainee {
    /// A statement.
    record OfStatement(Statement statement) implements Explainee {}

    /// An installed object by name.
    record OfObject(ObjectKind kind, ObjectName name) implements Explainee {}
  }
}
