package dev.millrace.sql.execute.define;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.table.Constraint;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.define.table.StoredRowCheck;
import dev.millrace.sql.execute.define.table.TableDraft;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.statement.AlterStatement.ColumnAction;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// ALTER COLUMN: types, defaults, NOT NULL, identity and generation.
///
/// @param types what is done about TYPE
/// @param rules over rows, to which SET NOT NULL adds
record ColumnAlterations(
    TableDraft draft,
    ColumnDrafts columns,
    ColumnTypes types,
    CatalogEdit edit,
    Frame frame,
    List<Function<StoredRowCheck, Consumer<Chunk>>> rules) {

  void alter(ColumnName name, ColumnAction action) {
    int position = draft.require(name);
    ColumnDefinition column = draft.columns.get(position);
    switch (action) {
      case ColumnAction.SetType change -> types.alter(name, change);
      case ColumnAction.SetDefault(var value, String text, _) -> {
        requirePlain(column, "");
        draft.columns.set(
            position, column.with(columns.filling(value, text, column.type(), column.name())));
      }
      case ColumnAction.DropDefault() -> {
        requirePlain(column, "drop");
        draft.columns.set(position, column.with(Filling.NOTHING));
      }
      case ColumnAction.SetNotNull() -> {
        if (!column.isNotNull()) {
          draft.columns.set(position, column.withNotNull(true));
          rules.add(check -> check.notNull(position));
        }
      }
      case ColumnAction.DropNotNull() -> dropNotNull(column, position);
      case ColumnAction.AddIdentity(var identity) -> {
        requireIdentityFits(column);
        draft.columns.set(
            position,
            column.with(columns.identity(identity, column.type(), column.name(), position)));
      }
      case ColumnAction.DropIdentity(boolean isIfExists) ->
          dropIdentity(column, position, isIfExists);
      case ColumnAction.DropExpression(boolean isIfExists) -> {
        if (column.filling().isGenerated()) {
          draft.columns.set(position, column.with(Filling.NOTHING));
        } else {
          missing(of(column) + " is not a stored generated column", isIfExists);
        }
      }
    }
  }

  private String of(ColumnDefinition column) {
    return "column \"" + column.name() + "\" of relation \"" + draft.table() + "\"";
  }

  /// Defaults are for columns that are neither identities nor generated.
  private void requirePlain(ColumnDefinition column, String verb) {
    switch (column.filling()) {
      case Filling.Identity _ -> {
        DatabaseException refusal =
            new DatabaseException(SqlState.SYNTAX_ERROR, of(column) + " is an identity column");
        throw verb.isEmpty()
            ? refusal
            : refusal.withHint("Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead.");
      }
      case Filling.Generated _ -> {
        DatabaseException refusal =
            new DatabaseException(SqlState.SYNTAX_ERROR, of(column) + " is a generated column");
        throw verb.isEmpty()
            ? refusal
            : refusal.withHint("Use ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION instead.");
      }
      case Filling.Nothing _, Filling.Expression _, Filling.NextValue _ -> {}
    }
  }

  private void dropNotNull(ColumnDefinition column, int position) {
    if (column.filling() instanceof Filling.Identity) {
      throw new DatabaseException(SqlState.SYNTAX_ERROR, of(column) + " is an identity column");
    }
    for (Constraint constraint : draft.constraints) {
      if (constraint instanceof Constraint.Key key
          && key.isPrimary()
          && key.columns().contains(position)) {
        throw new DatabaseException(
            SqlState.INVALID_TABLE_DEFINITION,
            "column \"" + column.name() + "\" is in a primary key");
      }
    }
    draft.columns.set(position, column.withNotNull(false));
  }

  private void requireIdentityFits(ColumnDefinition column) {
    String problem =
        switch (column.filling()) {
          case Filling.Identity _ -> " is already an identity column";
          case Filling.Expression _, Filling.NextValue _, Filling.Generated _ ->
              " already has a default value";
          case Filling.Nothing _ ->
              column.isNotNull() ? null : " must be declared NOT NULL before identity can be added";
        };
    if (problem != null) {
      throw new DatabaseException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, of(column) + problem);
    }
  }

  private void dropIdentity(ColumnDefinition column, int position, boolean isIfExists) {
    if (column.filling() instanceof Filling.Identity(long id, _)) {
      Item sequence = edit.item(id);
      edit.remove(sequence);
      frame.instance().sequences().forget(List.of(sequence));
      draft.columns.set(position, column.with(Filling.NOTHING));
    } else {
      missing(of(column) + " is not an identity column", isIfExists);
    }
  }

  private void missing(String message, boolean isIfExists) {
    if (!isIfExists) {
      throw new DatabaseException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, message);
    }
    frame.notice(Notice.of(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, message + ", skipping"));
  }
}
