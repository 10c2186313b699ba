package dev.millrace.sql.resolve;

import dev.millrace.model.function.CastFunction;
import dev.millrace.model.function.CastFunction.CastContext;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `pg_cast`: which casts exist. Immutable; built once for a registry.
final class Casts {

  private final Map<SqlType, Map<SqlType, CastFunction>> byTypes = new HashMap<>();

  /// Casts of a type to itself apply a modifier; strings have one that refuses and one that cuts.
  private final Map<SqlType, Map<CastContext, CastFunction>> modifiers = new HashMap<>();

  Casts(FunctionRegistry registry) {
    for (CastFunction cast : registry.casts()) {
      SqlType from = Types.base(cast.from());
      SqlType to = Types.base(cast.to());
      if (from.equals(to) && !Types.isPseudo(from)) {
        modifiers.computeIfAbsent(to, _ -> new HashMap<>()).put(cast.context(), cast);
      } else {
        byTypes.computeIfAbsent(from, _ -> new HashMap<>()).put(to, cast);
      }
    }
  }

  /// The function that applies a modifier of the type, null if it has none.
  @Nullable CastFunction modifier(SqlType type, CastContext context) {
    Map<CastContext, CastFunction> all = modifiers.get(Types.base(type));
    if (all == null) {
      return null;
    }
    CastFunction fitting = all.get(context);
    return fitting != null ? fitting : all.values().iterator().next();
  }

  /// The cast between two types, polymorphic ones included; null if there is none.
  @Nullable CastFunction find(SqlType from, SqlType to) {
    for (SqlType source : forms(from)) {
      Map<SqlType, CastFunction> targets = byTypes.get(source);
      if (targets == null) {
        continue;
      }
      for (SqlType target : forms(to)) {
        CastFunction cast = targets.get(target);
        if (cast != null) {
          return cast;
        }
      }
    }
    return null;
  }

  private static List<SqlType> forms(SqlType type) {
    SqlType base = Types.base(type);
    return switch (base) {
      case ArrayType _ -> List.of(base, ScalarType.of(TypeId.ANYARRAY));
      case ListType _ -> List.of(base, ScalarType.of(TypeId.LISTANY));
      case MapType _ -> List.of(base, ScalarType.of(TypeId.MAPANY));
      case RecordType _ -> List.of(base, ScalarType.of(TypeId.RECORD));
      case ScalarType _ -> List.of(base);
    };
  }

  /// True if a value may go from one type to another by itself in this context.
  boolean allows(SqlType from, SqlType to, CastContext context) {
    if (Types.isUnknown(from) || Types.isSameBase(from, to)) {
      return true;
    }
    CastContext needed = context(from, to);
    return needed != null && needed.compareTo(context) <= 0;
  }

  /// From where on values go from one type to another by themselves, null where there is no cast.
  /// Arrays go where their elements go.
  @Nullable CastContext context(SqlType from, SqlType to) {
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      return Types.isSameBase(a.element(), b.element())
          ? CastContext.IMPLICIT
          : context(a.element(), b.element());
    }
    CastContext relabel = relabel(from, to);
    if (relabel != null) {
      return relabel;
    }
    CastFunction cast = find(from, to);
    return cast == null ? null : cast.context();
  }

  /// From where on values go from one type to another without change of their stored form, null
  /// where they do not: PostgreSQL's casts WITHOUT FUNCTION.
  static @Nullable CastContext relabel(SqlType from, SqlType to) {
    if (from instanceof ScalarType vector && to instanceof ArrayType array) {
      return isVectorOf(vector.id(), array.element()) ? CastContext.IMPLICIT : null;
    }
    if (!(from instanceof ScalarType f) || !(to instanceof ScalarType t)) {
      return null;
    }
    return switch (f.id()) {
      case TEXT, VARCHAR, NAME ->
          switch (t.id()) {
            case TEXT, VARCHAR, BPCHAR, NAME -> CastContext.IMPLICIT;
            default -> null;
          };
      case BPCHAR ->
          switch (t.id()) {
            case TEXT, VARCHAR -> CastContext.IMPLICIT;
            default -> null;
          };
      case CHAR, PG_NODE_TREE -> t.id() == TypeId.TEXT ? CastContext.IMPLICIT : null;
      case INT4 ->
          switch (t.id()) {
            case OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> CastContext.IMPLICIT;
            default -> null;
          };
      case OID ->
          switch (t.id()) {
            case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> CastContext.IMPLICIT;
            case INT4 -> CastContext.ASSIGNMENT;
            default -> null;
          };
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          switch (t.id()) {
            case OID -> CastContext.IMPLICIT;
            case INT4 -> CastContext.ASSIGNMENT;
            default -> null;
          };
      default -> null;
    };
  }

  private static boolean isVectorOf(TypeId vector, SqlType element) {
    return (vector == TypeId.INT2VECTOR && element.is(TypeId.INT2))
        || (vector == TypeId.OIDVECTOR && element.is(TypeId.OID));
  }
}
