package dev.millrace.sql.resolve;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CastFunction.CastContext;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fits argument types to a signature with `anyelement`, `anyarray`, `list`, `map`,
/// `anycompatible`: all of one family stand for one element type.
final class Polymorphism {

  private final Casts casts;
  private @Nullable SqlType element;
  private @Nullable SqlType compatible;
  private final List<SqlType> compatibles = new ArrayList<>();
  private boolean isElementAsked;

  private Polymorphism(Casts casts) {
    this.casts = casts;
  }

  /// The concrete parameter types and, by `resultOf`, the concrete type of what is declared.
  static Optional<Polymorphism> fit(
      Casts casts, List<SqlType> parameters, List<SqlType> arguments) {
    Polymorphism fit = new Polymorphism(casts);
    for (int i = 0; i < parameters.size(); i++) {
      if (!fit.accept(parameters.get(i), arguments.get(i))) {
        return Optional.empty();
      }
    }
    for (SqlType type : fit.compatibles) {
      if (!casts.allows(type, fit.compatible(), CastContext.IMPLICIT)) {
        return Optional.empty();
      }
    }
    return Optional.of(fit);
  }

  private boolean accept(SqlType parameter, SqlType argument) {
    if (!(parameter instanceof ScalarType p)) {
      return true;
    }
    boolean isUnknown = Types.isUnknown(argument);
    switch (p.id()) {
      case ANYELEMENT, ANYNONARRAY -> {
        isElementAsked = true;
        boolean isRefused = p.id() == TypeId.ANYNONARRAY && argument instanceof ArrayType;
        return isUnknown || (!isRefused && unify(argument));
      }
      case ANYARRAY -> {
        isElementAsked = true;
        SqlType of = elementOf(argument);
        return isUnknown || (of != null && unify(of));
      }
      case LISTANY -> {
        isElementAsked = true;
        return isUnknown || (argument instanceof ListType l && unify(l.element()));
      }
      case MAPANY -> {
        isElementAsked = true;
        return isUnknown || (argument instanceof MapType m && unify(m.value()));
      }
      case ANYCOMPATIBLE -> {
        return isUnknown || widen(argument);
      }
      case ANYCOMPATIBLEARRAY -> {
        SqlType of = elementOf(argument);
        return isUnknown || (of != null && widen(of));
      }
      default -> {
        return true;
      }
    }
  }

  private static @Nullable SqlType elementOf(SqlType argument) {
    return switch (argument) {
      case ArrayType array -> array.element();
      case ScalarType s when s.id() == TypeId.INT2VECTOR -> ScalarType.INT2;
      case ScalarType s when s.id() == TypeId.OIDVECTOR -> ScalarType.OID;
      default -> null;
    };
  }

  private boolean unify(SqlType type) {
    if (element == null || element.equals(type)) {
      element = type;
      return true;
    }
    if (!Types.isSameBase(element, type)) {
      return false;
    }
    element = Types.base(type);
    return true;
  }

  /// The common type of all so far, as of the branches of CASE.
  private boolean widen(SqlType argument) {
    SqlType type = Types.base(argument);
    compatibles.add(type);
    if (compatible == null || compatible.equals(type)) {
      compatible = type;
      return true;
    }
    if (compatible.category() != type.category()) {
      return false;
    }
    compatible = CommonType.wider(casts, compatible, type);
    return true;
  }

  /// The concrete type a declared one stands for; text where nothing but unknown literals decide.
  SqlType resultOf(SqlType declared) {
    if (!(declared instanceof ScalarType d)) {
      return declared;
    }
    return switch (d.id()) {
      case ANYELEMENT, ANYNONARRAY -> element();
      case ANYARRAY -> arrayOf(element());
      case LISTANY -> new ListType(element());
      case MAPANY -> new MapType(element());
      case ANYCOMPATIBLE -> compatible();
      case ANYCOMPATIBLEARRAY -> new ArrayType(compatible());
      default -> declared;
    };
  }

  private static SqlType arrayOf(SqlType element) {
    if (element instanceof ArrayType) {
      throw new DatabaseException(
          SqlState.UNDEFINED_OBJECT,
          "could not find array type for data type " + element.displayName());
    }
    return new ArrayType(element);
  }

  private SqlType element() {
    return element == null ? ScalarType.TEXT : element;
  }

  private SqlType compatible() {
    return compatible == null ? ScalarType.TEXT : compatible;
  }

  /// The type an argument must be given for a declared parameter.
  SqlType parameter(SqlType declared, SqlType argument) {
    if (declared.is(TypeId.ANY)) {
      return Types.isUnknown(argument) ? ScalarType.TEXT : argument;
    }
    if (declared.is(TypeId.RECORD)) {
      return argument;
    }
    if (declared.is(TypeId.ANYARRAY) && !Types.isUnknown(argument)) {
      return argument;
    }
    return resultOf(declared);
  }

  /// True if some parameter stands for an element and nothing has said what it is.
  boolean isUndetermined() {
    return isElementAsked && element == null;
  }

  /// The parameters, concrete.
  List<SqlType> parameters(List<SqlType> declared, List<SqlType> arguments) {
    List<SqlType> all = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      all.add(parameter(declared.get(i), arguments.get(i)));
    }
    return all;
  }
}
