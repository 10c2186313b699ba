package dev.millrace.sql.logical;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.And;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.model.type.ScalarType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Questions to and rewrites of expressions. Pure functions.
public final class Scalars {

  /// true
  public static final Literal TRUE = new Literal(true, ScalarType.BOOL);

  /// false
  public static final Literal FALSE = new Literal(false, ScalarType.BOOL);

  /// NULL of type boolean
  public static final Literal NULL_BOOL = new Literal(null, ScalarType.BOOL);

  private Scalars() {}

  /// The direct operands, in evaluation order.
  public static List<Scalar> operands(Scalar scalar) {
    return ScalarTrees.operands(scalar);
  }

  /// The same expression over other operands (as many as `operands` gave).
  public static Scalar withOperands(Scalar scalar, List<Scalar> operands) {
    return ScalarTrees.withOperands(scalar, operands);
  }

  /// Rebuilds bottom up, giving every node (its operands already rewritten) to `rule`.
  public static Scalar rewrite(Scalar scalar, UnaryOperator<Scalar> rule) {
    return ScalarTrees.rewrite(scalar, rule);
  }

  /// Replaces columns by number; those not in the map stay.
  public static Scalar substitute(Scalar scalar, Map<Integer, ? extends Scalar> values) {
    return rewrite(
        scalar,
        s -> {
          Scalar value = s instanceof ColumnRef c ? values.get(c.index()) : null;
          return value == null ? s : value;
        });
  }

  /// `substitute` over a list.
  public static List<Scalar> substituteAll(
      List<Scalar> scalars, Map<Integer, ? extends Scalar> values) {
    return scalars.stream().map(s -> substitute(s, values)).toList();
  }

  /// Numbers of the columns used.
  public static Set<Integer> columns(Scalar scalar) {
    Set<Integer> found = new LinkedHashSet<>();
    collectColumns(scalar, found);
    return found;
  }

  /// Adds the numbers of the columns used to `found`.
  public static void collectColumns(Scalar scalar, Set<Integer> found) {
    if (scalar instanceof ColumnRef c) {
      found.add(c.index());
    }
    operands(scalar).forEach(o -> collectColumns(o, found));
  }

  /// True if any node of the expression is of the kind.
  public static boolean contains(Scalar scalar, Class<? extends Scalar> kind) {
    return kind.isInstance(scalar) || operands(scalar).stream().anyMatch(o -> contains(o, kind));
  }

  /// The conditions of nested ANDs, flat.
  public static List<Scalar> conjuncts(Scalar scalar) {
    if (scalar instanceof And and) {
      return and.operands().stream().flatMap(o -> conjuncts(o).stream()).toList();
    }
    return List.of(scalar);
  }

  /// One expression that is true if all are.
  public static Scalar and(List<Scalar> conditions) {
    return switch (conditions.size()) {
      case 0 -> TRUE;
      case 1 -> conditions.getFirst();
      default -> new And(conditions);
    };
  }
}
