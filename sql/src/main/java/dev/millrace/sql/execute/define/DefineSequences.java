package dev.millrace.sql.execute.define;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.scope.TypeBinder;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.table.SequenceDefinition;
import dev.millrace.sql.catalog.table.SequencePosition;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.CatalogRelations;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.define.table.TableDraft;
import dev.millrace.sql.execute.sequence.SequenceRules;
import dev.millrace.sql.statement.CreateStatement.CreateSequence;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.table.SequenceOption;
import dev.millrace.sql.statement.table.SequenceOption.Kind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// CREATE and ALTER SEQUENCE.
final class DefineSequences {

  private DefineSequences() {}

  static void create(CreateSequence statement, String text, CatalogEdit edit, Frame frame) {
    ObjectName name = statement.name();
    if (statement.isTemporary()) {
      throw DatabaseException.notSupported("CREATE TEMPORARY SEQUENCE", name.position());
    }
    NewItem place = NewItem.of(edit, frame, name);
    if (place.isTaken(ItemKind.SEQUENCE, statement.isIfNotExists(), name.position())) {
      return;
    }
    SqlType type = type(statement.options(), edit, frame);
    SequenceDefinition definition = SequenceRules.create(type, statement.options());
    SequenceDefinition.Owner owner = owner(statement.options(), edit, frame);
    Item item = place.create(text, Set.of(), new ItemBody.Sequence(definition, owner));
    edit.put(item, new SequencePosition(definition.start(), false));
  }

  /// The sequence of a column.
  @SuppressWarnings("TooManyParameters") // what a sequence of a column is made of
  static Item ofColumn(
      CatalogEdit edit,
      Frame frame,
      Schema schema,
      String name,
      SequenceDefinition definition,
      SequenceDefinition.Owner owner) {
    Item item =
        new Item(
            edit.newId(),
            edit.newOid(),
            schema.id(),
            name,
            frame.ownerId(edit.before()),
            "CREATE SEQUENCE " + name,
            Set.of(),
            new ItemBody.Sequence(definition, owner));
    edit.put(item);
    edit.put(item, new SequencePosition(definition.start(), false));
    return item;
  }

  /// The type after AS, or null.
  static @Nullable SqlType type(List<SequenceOption> options, CatalogEdit edit, Frame frame) {
    for (SequenceOption option : options) {
      if (option instanceof SequenceOption.As(var spec, _)) {
        return TypeBinder.bind(
            spec, Binding.of(frame, CatalogRelations.of(frame.names(edit.before()))).relations());
      }
    }
    return null;
  }

  /// The column after OWNED BY, or null.
  private static SequenceDefinition.@Nullable Owner owner(
      List<SequenceOption> options, CatalogEdit edit, Frame frame) {
    for (SequenceOption option : options) {
      if (option instanceof SequenceOption.OwnedBy(ObjectName column, int position)) {
        List<String> parts = column.parts();
        if (parts.size() == 1) {
          if (parts.getFirst().equals("none")) {
            return null;
          }
          throw new DatabaseException(SqlState.SYNTAX_ERROR, "invalid OWNED BY option")
              .withHint("Specify OWNED BY table.column or OWNED BY NONE.");
        }
        List<String> table = parts.subList(0, parts.size() - 1);
        Item item = frame.names(edit.before()).require(ItemKind.TABLE, table, position);
        int at = TableDraft.of(edit, frame, item).find(column.last());
        if (at < 0) {
          throw new DatabaseException(
              SqlState.UNDEFINED_COLUMN,
              "column \""
                  + column.last()
                  + "\" of relation \""
                  + item.name()
                  + "\" does not exist");
        }
        return new SequenceDefinition.Owner(item.id(), at, false);
      }
    }
    return null;
  }

  /// ALTER SEQUENCE.
  static void alter(Item item, List<SequenceOption> options, CatalogEdit edit, Frame frame) {
    ItemBody.Sequence body = (ItemBody.Sequence) item.body();
    SequenceDefinition definition =
        SequenceRules.alter(body.definition(), type(options, edit, frame), options);
    SequenceDefinition.Owner owner = body.owner();
    if (options.stream().anyMatch(o -> o instanceof SequenceOption.OwnedBy)) {
      if (owner != null && owner.isIdentity()) {
        throw new DatabaseException(
                SqlState.FEATURE_NOT_SUPPORTED, "cannot change ownership of identity sequence")
            .withDetail(
                "Sequence \""
                    + item.name()
                    + "\" is linked to table \""
                    + edit.item(owner.tableId()).name()
                    + "\".");
      }
      owner = owner(options, edit, frame);
    }
    edit.put(item.with(new ItemBody.Sequence(definition, owner)));
    SequencePosition reached = frame.instance().sequences().reached(item);
    SequenceOption.Of restart = SequenceRules.numbers(options).get(Kind.RESTART);
    if (restart != null) {
      Long number = restart.number();
      long value = number == null ? definition.start() : number;
      SequenceRules.checkBetween("RESTART", value, definition.minimum(), definition.maximum());
      reached = new SequencePosition(value, false);
    } else if (reached.last() < definition.minimum() || reached.last() > definition.maximum()) {
      SequenceRules.checkBetween(
          "RESTART", reached.last(), definition.minimum(), definition.maximum());
    }
    SequencePosition position = reached;
    if (restart != null) {
      edit.atStep(() -> frame.instance().sequences().setInStep(item, position));
    }
  }
}
