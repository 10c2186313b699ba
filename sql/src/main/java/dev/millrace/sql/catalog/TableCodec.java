package dev.millrace.sql.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.sql.catalog.table.Constraint;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.catalog.table.SequenceDefinition;
import dev.millrace.sql.catalog.table.Tenure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Columns, constraints and sequences as JSON. What older catalogs do not have is read as absent.
final class TableCodec {

  private TableCodec() {}

  static ItemBody.Table table(JsonNode node) {
    Set<Long> unique = new HashSet<>();
    node.path("uniqueIndexes").forEach(id -> unique.add(id.longValue()));
    return new ItemBody.Table(columns(node), constraints(node), unique);
  }

  static void columns(ObjectNode node, List<ColumnDefinition> columns) {
    ArrayNode array = node.putArray("columns");
    for (ColumnDefinition column : columns) {
      ObjectNode one = array.addObject().put("name", column.name());
      one.set("type", TypeCodec.encode(column.type()));
      one.put("notNull", column.isNotNull());
      switch (column.filling()) {
        case Filling.Nothing _ -> {}
        case Filling.Expression(String text) -> one.put("default", text);
        case Filling.NextValue(long id) -> one.put("nextValue", id);
        case Filling.Identity(long id, boolean isAlways) ->
            one.put("identity", id).put("isAlways", isAlways);
        case Filling.Generated(String text) -> one.put("generated", text);
      }
      Tenure tenure = column.tenure();
      if (tenure.isAdded()) {
        one.put("missing", tenure.missing());
      }
      if (tenure.isDropped()) {
        one.put("isDropped", true);
      }
    }
  }

  static List<ColumnDefinition> columns(JsonNode node) {
    List<ColumnDefinition> columns = new ArrayList<>();
    for (JsonNode one : node.required("columns")) {
      columns.add(
          new ColumnDefinition(
              CatalogCodec.text(one, "name"),
              TypeCodec.decode(one.required("type")),
              one.required("notNull").booleanValue(),
              filling(one),
              new Tenure(
                  one.has("missing"),
                  one.path("missing").textValue(),
                  one.path("isDropped").booleanValue())));
    }
    return columns;
  }

  private static Filling filling(JsonNode column) {
    if (column.hasNonNull("default")) {
      return new Filling.Expression(CatalogCodec.text(column, "default"));
    }
    if (column.has("nextValue")) {
      return new Filling.NextValue(column.get("nextValue").longValue());
    }
    if (column.has("identity")) {
      return new Filling.Identity(
          column.get("identity").longValue(), column.required("isAlways").booleanValue());
    }
    return column.has("generated")
        ? new Filling.Generated(CatalogCodec.text(column, "generated"))
        : Filling.NOTHING;
  }

  static void constraints(ObjectNode node, List<Constraint> constraints) {
    ArrayNode array = node.putArray("constraints");
    for (Constraint constraint : constraints) {
      ObjectNode one = array.addObject().put("name", constraint.name());
      one.put("oid", constraint.oid());
      ItemCodec.ints(one, "columns", constraint.columns());
      switch (constraint) {
        case Constraint.Key key ->
            one.put("isPrimary", key.isPrimary()).put("index", key.indexId());
        case Constraint.Check check -> one.put("condition", check.condition());
      }
    }
  }

  static List<Constraint> constraints(JsonNode node) {
    List<Constraint> constraints = new ArrayList<>();
    for (JsonNode one : node.path("constraints")) {
      String name = CatalogCodec.text(one, "name");
      int oid = CatalogCodec.oid(one);
      List<Integer> columns = ItemCodec.ints(one, "columns");
      constraints.add(
          one.has("condition")
              ? new Constraint.Check(name, oid, CatalogCodec.text(one, "condition"), columns)
              : new Constraint.Key(
                  name,
                  oid,
                  one.required("isPrimary").booleanValue(),
                  columns,
                  one.required("index").longValue()));
    }
    return constraints;
  }

  static void sequence(ObjectNode node, ItemBody.Sequence sequence) {
    SequenceDefinition d = sequence.definition();
    node.set("type", TypeCodec.encode(d.type()));
    node.put("start", d.start()).put("increment", d.increment()).put("minimum", d.minimum());
    node.put("maximum", d.maximum()).put("cache", d.cache()).put("isCycle", d.isCycle());
    SequenceDefinition.Owner owner = sequence.owner();
    if (owner != null) {
      node.put("table", owner.tableId()).put("column", owner.column());
      node.put("isIdentity", owner.isIdentity());
    }
  }

  static ItemBody.Sequence sequence(JsonNode node) {
    SequenceDefinition definition =
        new SequenceDefinition(
            TypeCodec.decode(node.required("type")),
            node.required("start").longValue(),
            node.required("increment").longValue(),
            node.required("minimum").longValue(),
            node.required("maximum").longValue(),
            node.required("cache").longValue(),
            node.required("isCycle").booleanValue());
    return new ItemBody.Sequence(
        definition,
        node.has("table")
            ? new SequenceDefinition.Owner(
                node.get("table").longValue(),
                node.required("column").intValue(),
                node.required("isIdentity").booleanValue())
            : null);
  }
}
