package dev.millrace.sql.statement;

import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.table.ColumnDefinition;
import dev.millrace.sql.statement.table.SequenceOption;
import dev.millrace.sql.statement.table.TableConstraint;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Statements that make an object.
public sealed interface CreateStatement extends Statement {

  /// The new object's name; an index or sink may leave it out.
  @Nullable ObjectName name();

  /// True if an existing object of that name is only worth a notice.
  default boolean isIfNotExists() {
    return false;
  }

  /// CREATE TABLE with columns.
  record CreateTable(
      ObjectName name,
      boolean isTemporary,
      boolean isIfNotExists,
      List<ColumnDefinition> columns,
      List<TableConstraint> constraints,
      List<Option> options)
      implements CreateStatement {
    public CreateTable {
      columns = List.copyOf(columns);
      constraints = List.copyOf(constraints);
      options = List.copyOf(options);
    }
  }

  /// CREATE SEQUENCE.
  record CreateSequence(
      ObjectName name, boolean isTemporary, boolean isIfNotExists, List<SequenceOption> options)
      implements CreateStatement {
    public CreateSequence {
      options = List.copyOf(options);
    }
  }

  /// CREATE TABLE … AS.
  record CreateTableAs(
      ObjectName name,
      boolean isTemporary,
      boolean isIfNotExists,
      List<ColumnName> columns,
      Query query,
      boolean withData)
      implements CreateStatement {
    public CreateTableAs {
      columns = List.copyOf(columns);
    }
  }

  /// CREATE TABLE … FROM SOURCE.
  record CreateTableFromSource(
      ObjectName name,
      boolean isIfNotExists,
      List<ColumnName> columns,
      ObjectName source,
      @Nullable ObjectName reference,
      SourceClauses clauses)
      implements CreateStatement {
    public CreateTableFromSource {
      columns = List.copyOf(columns);
    }
  }

  /// CREATE VIEW.
  record CreateView(
      ObjectName name,
      boolean isOrReplace,
      boolean isTemporary,
      boolean isIfNotExists,
      List<ColumnName> columns,
      Query query)
      implements CreateStatement {
    public CreateView {
      columns = List.copyOf(columns);
    }
  }

  /// CREATE MATERIALIZED VIEW.
  record CreateMaterializedView(
      ObjectName name,
      boolean isOrReplace,
      boolean isIfNotExists,
      List<ColumnName> columns,
      @Nullable ObjectName cluster,
      List<Option> options,
      Query query)
      implements CreateStatement {
    public CreateMaterializedView {
      columns = List.copyOf(columns);
      options = List.copyOf(options);
    }
  }

  /// CREATE INDEX.
  ///
  /// @param keys empty for a default index, and for an explicit `()`
  record CreateIndex(
      @Nullable ObjectName name,
      boolean isIfNotExists,
      boolean isDefault,
      boolean isUnique,
      @Nullable ObjectName cluster,
      ObjectName relation,
      List<SqlNode> keys,
      List<Option> options)
      implements CreateStatement {
    public CreateIndex {
      keys = List.copyOf(keys);
      options = List.copyOf(options);
    }
  }

  /// CREATE SECRET.
  record CreateSecret(ObjectName name, boolean isIfNotExists, SqlNode value)
      implements CreateStatement {}

  /// CREATE CONNECTION.
  ///
  /// @param type its words in lower case: `kafka`, `confluent schema registry`
  record CreateConnection(
      ObjectName name,
      boolean isIfNotExists,
      String type,
      List<Option> settings,
      List<Option> options)
      implements CreateStatement {
    public CreateConnection {
      settings = List.copyOf(settings);
      options = List.copyOf(options);
    }
  }

  /// CREATE CLUSTER; replicas are an option whose items are nested options.
  record CreateCluster(
      ObjectName name, boolean isIfNotExists, List<Option> options, List<Replica> replicas)
      implements CreateStatement {
    public CreateCluster {
      options = List.copyOf(options);
      replicas = List.copyOf(replicas);
    }
  }

  /// CREATE CLUSTER REPLICA cluster.replica.
  record CreateClusterReplica(ObjectName name, List<Option> options) implements CreateStatement {
    public CreateClusterReplica {
      options = List.copyOf(options);
    }
  }

  /// CREATE SOURCE.
  ///
  /// @param columns names for the columns, usually empty
  record CreateSource(
      ObjectName name,
      boolean isIfNotExists,
      List<ColumnName> columns,
      @Nullable ObjectName cluster,
      SourceOrigin origin,
      SourceClauses clauses)
      implements CreateStatement {
    public CreateSource {
      columns = List.copyOf(columns);
    }
  }

  /// CREATE SINK.
  ///
  /// @param key columns, empty without KEY
  record CreateSink(
      @Nullable ObjectName name,
      boolean isIfNotExists,
      @Nullable ObjectName cluster,
      ObjectName from,
      String type,
      ObjectName connection,
      List<Option> settings,
      List<ColumnName> key,
      boolean isKeyNotEnforced,
      SourceClauses clauses)
      implements CreateStatement {
    public CreateSink {
      settings = List.copyOf(settings);
      key = List.copyOf(key);
    }
  }

  /// CREATE SCHEMA.
  record CreateSchema(ObjectName name, boolean isIfNotExists) implements CreateStatement {}

  /// CREATE DATABASE.
  record CreateDatabase(ObjectName name, boolean isIfNotExists) implements CreateStatement {}

  /// CREATE TYPE; `options` hold ELEMENT TYPE, KEY TYPE and VALUE TYPE as types.
  record CreateType(ObjectName name, TypeBody body) implements CreateStatement {}

  /// CREATE ROLE, CREATE USER.
  ///
  /// @param attributes lower case words: `superuser`, `nologin`, `password`
  record CreateRole(ObjectName name, boolean isIfNotExists, List<Option> attributes)
      implements CreateStatement {
    public CreateRole {
      attributes = List.copyOf(attributes);
    }
  }

  /// One replica of an unmanaged cluster.
  record Replica(String name, List<Option> options, int position) {
    public Replica {
      options = List.copyOf(options);
    }
  }

  /// What a user-defined type is made of.
  sealed interface TypeBody {
    /// A record of fields.
    record Record(List<ColumnSpec> fields) implements TypeBody {
      public Record {
        fields = List.copyOf(fields);
      }
    }

    /// AS LIST (ELEMENT TYPE = …).
    record ListBody(TypeSpec element) implements TypeBody {}

    /// AS MAP (KEY TYPE = …, VALUE TYPE = …).
    record MapBody(TypeSpec key, TypeSpec value) implements TypeBody {}
  }
}
