package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.port.Action;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.Removal;
import dev.millrace.sql.catalog.table.Constraint;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.CatalogRelations;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.define.table.TableDraft;
import dev.millrace.sql.execute.define.table.TableParts;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.port.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// DROP COLUMN: the column keeps its place and its values, and no name finds it any more.
/// Constraints and indexes on it go with it; views and generated columns that use it only with
/// CASCADE.
final class ColumnDrop {

  private final Item table;
  private final TableDraft draft;
  private final CatalogEdit edit;
  private final Frame frame;
  private final Names names;

  ColumnDrop(Item table, TableDraft draft, CatalogEdit edit, Frame frame) {
    this.table = table;
    this.draft = draft;
    this.edit = edit;
    this.frame = frame;
    this.names = frame.names(edit.before());
  }

  void drop(int position, boolean isCascade, Set<Long> uniqueIndexes) {
    List<Integer> generated = generatedFrom(position);
    List<Item> views = viewsUsing(position);
    if (!isCascade && !(generated.isEmpty() && views.isEmpty())) {
      throw dependants(position, generated, views);
    }
    for (int each : generated) {
      notice(words(each));
      hide(each, uniqueIndexes);
    }
    Removal removal = Removal.of(edit.before(), views);
    for (Item view : views) {
      notice(Removal.describe(view, names));
    }
    removal.cascaded().forEach(c -> notice(Removal.describe(c.item(), names)));
    removal.apply(edit);
    hide(position, uniqueIndexes);
  }

  private void notice(String what) {
    frame.notice(Notice.of(SqlState.SUCCESSFUL_COMPLETION, "drop cascades to " + what));
  }

  private String words(int position) {
    return "column "
        + Identifiers.quote(draft.columns.get(position).name())
        + " of "
        + Removal.describe(table, names);
  }

  private DatabaseException dependants(int position, List<Integer> generated, List<Item> views) {
    String column = words(position);
    List<String> details = new ArrayList<>();
    generated.forEach(g -> details.add(words(g) + " depends on " + column));
    views.forEach(v -> details.add(Removal.describe(v, names) + " depends on " + column));
    Removal.of(edit.before(), views)
        .cascaded()
        .forEach(c ->
            details.add(
                Removal.describe(c.item(), names)
                    + " depends on "
                    + Removal.describe(c.dependsOn(), names)));
    return TableParts.dependants(column, details);
  }

  private List<Integer> generatedFrom(int position) {
    List<Integer> generated = new ArrayList<>();
    ColumnDrafts columns = new ColumnDrafts(draft, edit, frame);
    for (int i = 0; i < draft.columns.size(); i++) {
      ColumnDefinition column = draft.columns.get(i);
      if (!column.isDropped()
          && column.filling() instanceof Filling.Generated(String text)
          && i != position
          && Scalars.columns(columns.generated(text, i)).contains(position)) {
        generated.add(i);
      }
    }
    return generated;
  }

  /// Views whose query means something else, or nothing, once the column is hidden.
  private List<Item> viewsUsing(int position) {
    List<Item> candidates = new ArrayList<>();
    for (Item item : edit.before().items()) {
      if (definition(item) != null && item.uses().contains(table.id())) {
        candidates.add(item);
      }
    }
    if (candidates.isEmpty()) {
      return List.of();
    }
    CatalogEdit hidden = new CatalogEdit(edit.before());
    List<ColumnDefinition> columns = new ArrayList<>(((ItemBody.Table) table.body()).columns());
    columns.set(position, hidden(columns.get(position), position));
    hidden.put(table.with(new ItemBody.Table(columns)));
    CatalogState without = hidden.after();
    List<Item> using = new ArrayList<>();
    for (Item view : candidates) {
      Plan before = plan(view, edit.before());
      Plan after = plan(view, without);
      if (before == null || !before.equals(after)) {
        using.add(view);
      }
    }
    return using;
  }

  private static ItemBody.@Nullable Definition definition(Item item) {
    return switch (item.body()) {
      case ItemBody.View v -> v.definition();
      case ItemBody.MaterializedView v -> v.definition();
      default -> null;
    };
  }

  private @Nullable Plan plan(Item view, CatalogState state) {
    ItemBody.Definition definition = definition(view);
    if (definition == null) {
      return null;
    }
    try {
      Binding binding = Binding.of(frame, CatalogRelations.of(frame.names(state), definition));
      return binding
          .binder()
          .bind(Parser.parseQuery(definition.query()).node(), binding.request(BindMode.VIEW))
          .plan();
    } catch (DatabaseException e) {
      // The name is gone.
      return null;
    }
  }

  private void hide(int position, Set<Long> uniqueIndexes) {
    for (Constraint constraint : List.copyOf(draft.constraints)) {
      if (constraint.columns().contains(position)) {
        draft.drop(constraint);
      }
    }
    for (Item index : List.copyOf(edit.items())) {
      if (index.body() instanceof ItemBody.Index body
          && body.onId() == table.id()
          && body.key().contains(position)) {
        edit.remove(index);
        edit.act(new Action.Drop(index.collection()));
        uniqueIndexes.remove(index.id());
      }
    }
    ColumnDefinition column = draft.columns.get(position);
    for (Item sequence : List.copyOf(edit.items())) {
      if (sequence.body() instanceof ItemBody.Sequence body
          && body.owner() != null
          && body.owner().tableId() == table.id()
          && body.owner().column() == position) {
        edit.remove(sequence);
        frame.instance().sequences().forget(List.of(sequence));
      }
    }
    draft.columns.set(position, hidden(column, position));
  }

  /// The column as PostgreSQL leaves it, under a name that nobody writes.
  private static ColumnDefinition hidden(ColumnDefinition column, int position) {
    return new ColumnDefinition(
        "........pg.dropped." + (position + 1) + "........",
        column.type(),
        false,
        Filling.NOTHING,
        column.tenure().dropped());
  }
}
