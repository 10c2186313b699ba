package dev.millrace.sql.statement;

import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.table.ColumnDefinition;
import dev.millrace.sql.statement.table.SequenceOption;
import dev.millrace.sql.statement.table.TableConstraint;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Statements that change an object.
public sealed interface AlterStatement extends Statement {

  /// ALTER kind name followed by one or more changes.
  record Alter(ObjectKind kind, ObjectName name, boolean isIfExists, List<Change> changes)
      implements AlterStatement {
    public Alter {
      changes = List.copyOf(changes);
    }
  }

  /// ALTER SYSTEM SET name = value; a null value is RESET, a null name is RESET ALL.
  record AlterSystem(@Nullable String name, @Nullable OptionSetting value)
      implements AlterStatement {}

  /// ALTER DEFAULT PRIVILEGES; the grant or revoke it wraps applies to objects to come.
  record AlterDefaultPrivileges(
      List<String> forRoles, boolean isAllRoles, List<ObjectName> in, PrivilegeStatement change)
      implements AlterStatement {
    public AlterDefaultPrivileges {
      forRoles = List.copyOf(forRoles);
      in = List.copyOf(in);
    }
  }

  /// One change.
  sealed interface Change {
    /// RENAME TO.
    record Rename(String to) implements Change {}

    /// RENAME COLUMN a TO b.
    record RenameColumn(ColumnName column, String to) implements Change {}

    /// SET SCHEMA.
    record SetSchema(ObjectName schema) implements Change {}

    /// SET CLUSTER.
    record SetCluster(ObjectName cluster) implements Change {}

    /// OWNER TO.
    record Owner(String role) implements Change {}

    /// SWAP WITH.
    record Swap(ObjectName with) implements Change {}

    /// SET (options) with what follows it in WITH.
    record SetOptions(List<Option> options, List<Option> with) implements Change {
      public SetOptions {
        options = List.copyOf(options);
        with = List.copyOf(with);
      }
    }

    /// RESET (names) and, on a connection, DROP (names).
    record ResetOptions(List<Option> names) implements Change {
      public ResetOptions {
        names = List.copyOf(names);
      }
    }

    /// SET variable = value on a role; a null value is RESET.
    record SetVariable(String name, @Nullable OptionSetting value) implements Change {}

    /// Attributes of a role.
    record Attributes(List<Option> attributes) implements Change {
      public Attributes {
        attributes = List.copyOf(attributes);
      }
    }

    /// AS value on a secret.
    record SecretValue(SqlNode value) implements Change {}

    /// SET FROM relation on a sink.
    record SetFrom(ObjectName relation) implements Change {}

    /// ADD SUBSOURCE | TABLE on a source.
    record AddTables(List<SourceClauses.Reference> references, List<Option> options)
        implements Change {
      public AddTables {
        references = List.copyOf(references);
        options = List.copyOf(options);
      }
    }

    /// DROP SUBSOURCE | TABLE on a source.
    record DropTables(List<ObjectName> names, boolean isIfExists, boolean isCascade)
        implements Change {
      public DropTables {
        names = List.copyOf(names);
      }
    }

    /// ADD COLUMN on a table.
    record AddColumn(ColumnDefinition column, boolean isIfNotExists) implements Change {}

    /// ADD COLUMN on a source: what the outside has under that name, of a type that may be left
    /// out.
    record AddSourceColumn(ColumnName column, @Nullable TypeSpec type, boolean isIfNotExists)
        implements Change {}

    /// DROP COLUMN on a table.
    record DropColumn(ColumnName column, boolean isIfExists, boolean isCascade) implements Change {}

    /// ADD a constraint to a table.
    record AddConstraint(TableConstraint constraint) implements Change {}

    /// DROP CONSTRAINT on a table.
    record DropConstraint(ColumnName constraint, boolean isIfExists, boolean isCascade)
        implements Change {}

    /// RENAME CONSTRAINT a TO b.
    record RenameConstraint(ColumnName constraint, String to) implements Change {}

    /// ALTER COLUMN.
    record AlterColumn(ColumnName column, ColumnAction action) implements Change {}

    /// The options of ALTER SEQUENCE.
    record Sequence(List<SequenceOption> options) implements Change {
      public Sequence {
        options = List.copyOf(options);
      }
    }

    /// A change that is only words: `rotate keys`, `resume`, `refresh references`.
    record Act(String words) implements Change {}
  }

  /// What ALTER COLUMN does to a column.
  sealed interface ColumnAction {
    /// TYPE, with the expression of USING.
    record SetType(TypeSpec type, @Nullable SqlNode using) implements ColumnAction {}

    /// SET DEFAULT expression, and its text as written.
    record SetDefault(SqlNode value, String text, int position) implements ColumnAction {}

    /// DROP DEFAULT.
    record DropDefault() implements ColumnAction {}

    /// SET NOT NULL.
    record SetNotNull() implements ColumnAction {}

    /// DROP NOT NULL.
    record DropNotNull() implements ColumnAction {}

    /// ADD GENERATED … AS IDENTITY.
    record AddIdentity(ColumnDefinition.Constraint.Identity identity) implements ColumnAction {}

    /// DROP IDENTITY.
    record DropIdentity(boolean isIfExists) implements ColumnAction {}

    /// DROP EXPRESSION of a generated column.
    record DropExpression(boolean isIfExists) implements ColumnAction {}
  }
}
