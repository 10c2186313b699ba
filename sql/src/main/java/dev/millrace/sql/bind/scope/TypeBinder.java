package dev.millrace.sql.bind.scope;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.bind.Relations;
import dev.millrace.sql.statement.TypeSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Types as written to types: names with their aliases, modifiers with their limits.
public final class TypeBinder {

  private static final int NUMERIC_PRECISION_MAX = 1000;
  private static final int TEXT_LENGTH_MAX = 10_485_760;
  private static final int TIME_PRECISION_MAX = 6;
  private static final int FLOAT4_BITS_MAX = 24;

  private static final Map<String, TypeId> BY_NAME = new HashMap<>();

  static {
    for (TypeId id : TypeId.values()) {
      if (!id.isPseudo() && id != TypeId.UNKNOWN) {
        BY_NAME.put(id.catalogName(), id);
      }
    }
    BY_NAME.put("int", TypeId.INT4);
    BY_NAME.put("integer", TypeId.INT4);
    BY_NAME.put("smallint", TypeId.INT2);
    BY_NAME.put("bigint", TypeId.INT8);
    BY_NAME.put("real", TypeId.FLOAT4);
    BY_NAME.put("double", TypeId.FLOAT8);
    BY_NAME.put("float", TypeId.FLOAT8);
    BY_NAME.put("decimal", TypeId.NUMERIC);
    BY_NAME.put("dec", TypeId.NUMERIC);
    BY_NAME.put("string", TypeId.TEXT);
    BY_NAME.put("bytes", TypeId.BYTEA);
    BY_NAME.put("boolean", TypeId.BOOL);
  }

  private TypeBinder() {}

  /// The type a specification names; fails with 42704 if there is none.
  public static SqlType bind(TypeSpec spec, Relations relations) {
    return switch (spec) {
      case TypeSpec.ArrayOf array -> new ArrayType(bind(array.element(), relations));
      case TypeSpec.ListOf list -> new ListType(bind(list.element(), relations));
      case TypeSpec.MapOf map -> {
        SqlType key = bind(map.key(), relations);
        if (!key.is(TypeId.TEXT)) {
          throw DatabaseException.notSupported(
              "map type with key type " + key.displayName(), map.position());
        }
        yield new MapType(bind(map.value(), relations));
      }
      case TypeSpec.Named named -> named(named, relations);
    };
  }

  private static SqlType named(TypeSpec.Named spec, Relations relations) {
    SqlType plain = lookUp(spec.name().parts(), relations);
    if (plain == null) {
      throw DatabaseException.at(
          spec.position(),
          SqlState.UNDEFINED_OBJECT,
          "type \"" + spec.name() + "\" does not exist");
    }
    if (spec.modifiers().isEmpty() || !(plain instanceof ScalarType scalar)) {
      // CHAR without a length is CHAR(1).
      boolean isBareChar = plain.is(TypeId.BPCHAR) && spec.name().parts().equals(List.of("char"));
      return isBareChar ? new ScalarType(TypeId.BPCHAR, 1 + 4) : plain;
    }
    return modified(scalar.id(), spec.modifiers(), spec.position());
  }

  /// The type of a name without modifiers, or null.
  public static @Nullable SqlType lookUp(List<String> name, Relations relations) {
    boolean isBuiltIn = name.size() == 1 || isSystemSchema(name.get(name.size() - 2));
    String last = name.getLast();
    if (isBuiltIn) {
      TypeId id = BY_NAME.get(last);
      if (id != null) {
        // The json type is an alias of jsonb, as in Materialize.
        return ScalarType.of(id == TypeId.JSON ? TypeId.JSONB : id);
      }
      if (last.startsWith("_") && BY_NAME.containsKey(last.substring(1))) {
        SqlType element = lookUp(List.of(last.substring(1)), relations);
        return element == null ? null : new ArrayType(element);
      }
      if (last.equals("record")) {
        return new RecordType(List.of());
      }
    }
    return relations.type(name);
  }

  private static boolean isSystemSchema(String schema) {
    return schema.equals("pg_catalog") || schema.equals("mz_catalog");
  }

  private static SqlType modified(TypeId id, List<Integer> modifiers, int position) {
    int first = modifiers.getFirst();
    return switch (id) {
      case NUMERIC -> {
        int scale = modifiers.size() > 1 ? modifiers.get(1) : 0;
        if (first < 1 || first > NUMERIC_PRECISION_MAX) {
          throw invalid(
              "NUMERIC precision " + first + " must be between 1 and " + NUMERIC_PRECISION_MAX,
              position);
        }
        if (scale < 0 || scale > first) {
          throw invalid(
              "NUMERIC scale " + scale + " must be between 0 and precision " + first, position);
        }
        yield new ScalarType(id, ((first << 16) | scale) + 4);
      }
      case VARCHAR, BPCHAR -> {
        String name = id == TypeId.VARCHAR ? "varchar" : "char";
        if (first < 1) {
          throw invalid("length for type " + name + " must be at least 1", position);
        }
        if (first > TEXT_LENGTH_MAX) {
          throw invalid("length for type " + name + " cannot exceed " + TEXT_LENGTH_MAX, position);
        }
        yield new ScalarType(id, first + 4);
      }
      case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ ->
          new ScalarType(id, Math.min(first, TIME_PRECISION_MAX));
      case INTERVAL -> ScalarType.of(id);
      case FLOAT8 -> ScalarType.of(first <= FLOAT4_BITS_MAX ? TypeId.FLOAT4 : id);
      default ->
          throw DatabaseException.at(
              position,
              SqlState.SYNTAX_ERROR,
              "type modifier is not allowed for type \"" + id.catalogName() + "\"");
    };
  }

  private static DatabaseException invalid(String message, int position) {
    return DatabaseException.at(position, SqlState.INVALID_PARAMETER_VALUE, message);
  }
}
