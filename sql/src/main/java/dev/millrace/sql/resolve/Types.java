package dev.millrace.sql.resolve;

import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;

/// Facts about types that resolution asks for.
public final class Types {

  private Types() {}

  /// True for the type of an untyped literal, NULL or parameter.
  public static boolean isUnknown(SqlType type) {
    return type.is(TypeId.UNKNOWN);
  }

  /// `typispreferred`.
  static boolean isPreferred(SqlType type) {
    return type instanceof ScalarType s && s.id().isPreferred();
  }

  /// True for types that occur in signatures only.
  static boolean isPseudo(SqlType type) {
    return type instanceof ScalarType s && s.id().isPseudo();
  }

  /// The type without modifiers, its elements' included.
  static SqlType base(SqlType type) {
    return switch (type) {
      case ArrayType a -> new ArrayType(base(a.element()));
      case ListType l -> new ListType(base(l.element()));
      case MapType m -> new MapType(base(m.value()));
      default -> type.withoutModifier();
    };
  }

  /// True if the types differ in their modifiers at most.
  static boolean isSameBase(SqlType left, SqlType right) {
    return left.equals(right) || base(left).equals(base(right));
  }
}
