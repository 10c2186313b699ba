package dev.millrace.sql.catalog.relation;

import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A system relation and what makes its rows.
///
/// @param oid PostgreSQL's where clients know it, or 0 to be given one
/// @param columns text like `oid oid!, relname name!, relacl aclitem[]`; `!` is NOT NULL
/// @param isLive rows depend on more than catalog and database, so they are never kept
record RelationDefinition(
    Schema schema,
    String name,
    int oid,
    List<ColumnDefinition> columns,
    boolean isLive,
    BiConsumer<RelationContext, RowBuilder> rows) {

  private static final Map<String, TypeId> TYPES =
      Stream.of(TypeId.values())
          .collect(Collectors.toMap(TypeId::catalogName, Function.identity(), (a, _) -> a));

  /// A relation whose rows depend on catalog and database only.
  static RelationDefinition of(
      Schema schema,
      String name,
      int oid,
      String columns,
      BiConsumer<RelationContext, RowBuilder> rows) {
    return new RelationDefinition(schema, name, oid, parse(columns), false, rows);
  }

  /// A relation that never has rows.
  static RelationDefinition empty(Schema schema, String name, int oid, String columns) {
    return of(schema, name, oid, columns, (_, _) -> {});
  }

  /// A relation whose rows must be made at every read.
  static RelationDefinition live(
      Schema schema, String name, String columns, BiConsumer<RelationContext, RowBuilder> rows) {
    return new RelationDefinition(schema, name, 0, parse(columns), true, rows);
  }

  private static List<ColumnDefinition> parse(String text) {
    List<ColumnDefinition> columns = new ArrayList<>();
    for (String column : text.split(",")) {
      String[] words = column.strip().split("\\s+");
      boolean isNotNull = words[1].endsWith("!");
      String type = isNotNull ? words[1].substring(0, words[1].length() - 1) : words[1];
      columns.add(new ColumnDefinition(words[0], type(type), isNotNull));
    }
    return columns;
  }

  private static SqlType type(String name) {
    if (name.endsWith("[]")) {
      return new ArrayType(type(name.substring(0, name.length() - 2)));
    }
    TypeId id = TYPES.get(name);
    if (id == null) {
      throw new IllegalStateException("no type " + name);
    }
    return ScalarType.of(id);
  }
}
