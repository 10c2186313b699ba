package dev.millrace.sql.resolve;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.Parameter;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CastFunction;
import dev.millrace.model.function.CastFunction.CastContext;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gives expressions the type that their place needs. Untyped literals are read as that type here,
/// so that a malformed one is an error of the statement, at its position.
public final class Coercion {

  private final Casts casts;
  private final ParameterTypes parameters;

  Coercion(Casts casts, ParameterTypes parameters) {
    this.casts = casts;
    this.parameters = parameters;
  }

  /// True if a value of one type may stand where the other is wanted.
  public boolean isImplicit(SqlType from, SqlType to) {
    return casts.allows(from, to, CastContext.IMPLICIT);
  }

  /// True if a value goes from one type to the other as it is.
  public static boolean isRelabelling(SqlType from, SqlType to) {
    return Casts.relabel(from, to) != null;
  }

  /// True if a value of one type may be stored in a column of the other.
  public boolean isAssignable(SqlType from, SqlType to) {
    return casts.allows(from, to, CastContext.ASSIGNMENT);
  }

  /// For arguments of a chosen function: modifiers of the target do not matter.
  Scalar argument(Operand operand, SqlType target) {
    if (Types.isPseudo(target) || Types.isSameBase(operand.type(), target)) {
      return operand.scalar();
    }
    return cast(operand, target, CastContext.IMPLICIT);
  }

  /// For branches of one construct: the result has exactly the target type.
  public Scalar implicit(Operand operand, SqlType target) {
    return cast(operand, target, CastContext.IMPLICIT);
  }

  /// For CAST and `::`.
  public Scalar explicit(Operand operand, SqlType target) {
    return cast(operand, target, CastContext.EXPLICIT);
  }

  /// For INSERT and UPDATE.
  ///
  /// @param column what the message names
  public Scalar assignment(Operand operand, SqlType target, String column) {
    if (!isAssignable(operand.type(), target)) {
      throw DatabaseException.at(
              operand.position(),
              SqlState.DATATYPE_MISMATCH,
              "column \""
                  + column
                  + "\" is of type "
                  + Types.base(target).displayName()
                  + " but expression is of type "
                  + operand.type().displayName())
          .withHint("You will need to rewrite or cast the expression.");
    }
    return cast(operand, target, CastContext.ASSIGNMENT);
  }

  /// An untyped literal becomes text, an untyped parameter too; anything else stays.
  public Scalar known(Scalar scalar) {
    return Types.isUnknown(scalar.type())
        ? implicit(new Operand(scalar, 0), ScalarType.TEXT)
        : scalar;
  }

  private Scalar cast(Operand operand, SqlType target, CastContext context) {
    Scalar scalar = operand.scalar();
    SqlType from = scalar.type();
    if (from.equals(target)) {
      return scalar;
    }
    if (Types.isUnknown(from)) {
      return unknown(operand, target, context);
    }
    if (Types.isSameBase(from, target)) {
      return modified(scalar, target, context);
    }
    CastContext relabel = Casts.relabel(from, target);
    if (relabel != null && relabel.compareTo(context) <= 0) {
      CastFunction named = casts.find(from, target);
      SqlType base = target.withoutModifier();
      Scalar relabelled = named == null ? as(scalar, base) : call(named.function(), scalar, base);
      return modified(relabelled, target, context);
    }
    CastFunction cast = casts.find(from, target);
    CastContext needed = casts.context(from, target);
    if (cast == null || needed == null || needed.compareTo(context) > 0) {
      throw DatabaseException.at(
          operand.position(),
          SqlState.CANNOT_COERCE,
          "cannot cast type " + from.displayName() + " to " + target.displayName());
    }
    return modified(call(cast.function(), scalar, target.withoutModifier()), target, context);
  }

  /// Applies a modifier: `numeric(10,2)`, `varchar(3)`, `timestamp(3)`.
  private Scalar modified(Scalar scalar, SqlType target, CastContext context) {
    if (scalar.type().equals(target)) {
      return scalar;
    }
    CastFunction modifier = target.typmod() == -1 ? null : casts.modifier(target, context);
    return modifier == null ? as(scalar, target) : call(modifier.function(), scalar, target);
  }

  private static Scalar call(ScalarFunction function, Scalar argument, SqlType type) {
    return new Call(function, List.of(argument), type);
  }

  /// The same value under another type of the same stored form: COALESCE of one operand.
  public static Scalar as(Scalar scalar, SqlType type) {
    if (scalar.type().equals(type)) {
      return scalar;
    }
    return scalar instanceof Literal literal
        ? new Literal(literal.value(), type)
        : new Coalesce(List.of(scalar), type);
  }

  private Scalar unknown(Operand operand, SqlType target, CastContext context) {
    return switch (operand.scalar()) {
      case Parameter parameter -> {
        SqlType settled = parameters.of(parameter.index());
        if (Types.isUnknown(settled)) {
          parameters.infer(parameter.index(), target.withoutModifier());
          settled = target.withoutModifier();
        }
        Parameter typed = new Parameter(parameter.index(), settled);
        yield cast(new Operand(typed, operand.position()), target, context);
      }
      case Literal literal when literal.value() == null -> new Literal(null, target);
      case Literal literal -> read(literal, operand.position(), target, context);
      default -> as(operand.scalar(), target);
    };
  }

  private Scalar read(Literal literal, int position, SqlType target, CastContext context) {
    String text = ((Slice) Objects.requireNonNull(literal.value())).toUtf8();
    if (isCatalogReference(target)) {
      Literal typed = new Literal(literal.value(), ScalarType.TEXT);
      return cast(new Operand(typed, position), target, CastContext.EXPLICIT);
    }
    try {
      SqlType base = target.withoutModifier();
      Object value = TextFormat.parse(base, text);
      return modified(new Literal(value, base), target, context);
    } catch (DatabaseException e) {
      throw e.withPosition(position);
    }
  }

  /// Types whose text names an object: read when the query runs.
  private static boolean isCatalogReference(SqlType type) {
    return type instanceof ScalarType s
        && switch (s.id()) {
          case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> true;
          default -> false;
        };
  }

  /// The common type of operands in one construct, for example `CASE` or `UNION`.
  public SqlType common(List<SqlType> types, String construct, int position) {
    return CommonType.of(casts, types, construct, position);
  }

  /// The element type a subscript or `unnest` gives, null for other types.
  public static @Nullable SqlType elementOf(SqlType type) {
    return switch (type) {
      case ArrayType array -> array.element();
      case ListType list -> list.element();
      case MapType map -> map.value();
      case RecordType _ -> null;
      case ScalarType s when s.id() == TypeId.INT2VECTOR -> ScalarType.INT2;
      case ScalarType s when s.id() == TypeId.OIDVECTOR -> ScalarType.OID;
      case ScalarType _ -> null;
    };
  }
}
