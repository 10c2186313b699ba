package dev.millrace.sql.execute.define.place;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.CatalogRelations;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.parse.RelationRenaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The texts of views after what they read got another name or place. A view knows what it reads by
/// ids, so it goes on in any case; its text is written anew where it would not mean the same any
/// more, and left where a new text would not give the same plan. Used by one thread, once.
public final class ViewTexts {

  private final Frame frame;
  private final CatalogState state;

  private ViewTexts(CatalogState state, Frame frame) {
    this.frame = frame;
    this.state = state;
  }

  /// Writes anew what has to be, after other changes of the edit.
  public static void renew(CatalogEdit edit, Frame frame) {
    ViewTexts texts = new ViewTexts(edit.after(), frame);
    for (Item item : List.copyOf(edit.items())) {
      switch (item.body()) {
        case ItemBody.View(var columns, ItemBody.Definition definition) -> {
          ItemBody.Definition renewed = texts.renewed(definition);
          if (renewed != null) {
            edit.put(item.with(new ItemBody.View(columns, renewed)));
          }
        }
        case ItemBody.MaterializedView(
                var columns,
                ItemBody.Definition definition,
                long cluster,
                var plan) -> {
          ItemBody.Definition renewed = texts.renewed(definition);
          if (renewed != null) {
            edit.put(item.with(new ItemBody.MaterializedView(columns, renewed, cluster, plan)));
          }
        }
        default -> {}
      }
    }
  }

  /// Null if the text may stay, or has to.
  private ItemBody.@Nullable Definition renewed(ItemBody.Definition definition) {
    Names then = names(definition);
    boolean isStale =
        definition.names().entrySet().stream()
            .anyMatch(e -> !means(then, split(e.getKey()), e.getValue()));
    if (!isStale) {
      return null;
    }
    try {
      return renamed(definition, then);
    } catch (DatabaseException _) {
      // For example TABLE t, which takes no alias.
      return null;
    }
  }

  private ItemBody.@Nullable Definition renamed(ItemBody.Definition definition, Names then) {
    CatalogRelations before = CatalogRelations.of(frame.names(state), definition);
    Plan plan = plan(definition, before);
    List<RelationRenaming.Place> places = new ArrayList<>();
    for (CatalogRelations.Place place : before.places()) {
      if (!means(then, place.name(), place.id())) {
        List<String> name = nameOf(state.requireItem(place.id()), then);
        places.add(new RelationRenaming.Place(place.position(), name));
      }
    }
    ItemBody.Definition bare =
        new ItemBody.Definition(
            RelationRenaming.rename(definition.query(), places),
            definition.database(),
            definition.searchPath(),
            Map.of(),
            definition.columns());
    CatalogRelations after = CatalogRelations.of(frame.names(state), bare);
    return plan(bare, after).equals(plan) ? with(bare, after.meanings()) : null;
  }

  private Names names(ItemBody.Definition definition) {
    return new Names(
        state,
        frame.instance().relations(),
        definition.database(),
        definition.searchPath(),
        frame.names(state).temporary());
  }

  private static List<String> split(String name) {
    return List.of(name.split(CatalogRelations.JOINER, -1));
  }

  private static boolean means(Names names, List<String> name, long id) {
    return names.find(name, 0) instanceof Names.Found.OfUser(Item item) && item.id() == id;
  }

  private Plan plan(ItemBody.Definition definition, CatalogRelations relations) {
    Binding binding = Binding.of(frame, relations);
    return binding
        .binder()
        .bind(Parser.parseQuery(definition.query()).node(), binding.request(BindMode.VIEW))
        .plan();
  }

  private static ItemBody.Definition with(ItemBody.Definition bare, Map<String, Long> names) {
    return new ItemBody.Definition(
        bare.query(), bare.database(), bare.searchPath(), names, bare.columns());
  }

  /// As short a name as means the item.
  private List<String> nameOf(Item item, Names then) {
    Schema schema = state.requireSchema(item.schemaId());
    List<String> full =
        List.of(state.requireDatabase(schema.databaseId()).name(), schema.name(), item.name());
    for (int from = 2; from > 0; from--) {
      List<String> name = full.subList(from, 3);
      if (means(then, name, item.id())) {
        return name.stream().map(Identifiers::quote).toList();
      }
    }
    return full.stream().map(Identifiers::quote).toList();
  }
}
