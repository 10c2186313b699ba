package dev.millrace.sql.logical;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.And;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.Or;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.model.type.ScalarType;
import java.util.ArrayList;
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

  /// The conditions of nested ANDs, flat, those that all branches of an OR have in common taken out
  /// of it: of `(a and b) or (a and c)` they are `a` and `b or c`. So an equality that joins two
  /// inputs is found wherever it is written.
  public static List<Scalar> factors(Scalar scalar) {
    return conjuncts(scalar).stream().flatMap(c -> factorsOfOr(c).stream()).toList();
  }

  private static List<Scalar> factorsOfOr(Scalar scalar) {
    if (!(scalar instanceof Or or)) {
      return List.of(scalar);
    }
    List<List<Scalar>> branches = new ArrayList<>();
    collectBranches(or, branches);
    List<Scalar> common = new ArrayList<>(branches.getFirst());
    branches.forEach(common::retainAll);
    if (common.isEmpty()) {
      return List.of(scalar);
    }
    List<Scalar> rest = new ArrayList<>();
    for (List<Scalar> branch : branches) {
      List<Scalar> own = branch.stream().filter(c -> !common.contains(c)).toList();
      if (own.isEmpty()) {
        return common;
      }
      rest.add(and(own));
    }
    common.add(new Or(rest));
    return common;
  }

  private static void collectBranches(Or or, List<List<Scalar>> branches) {
    for (Scalar operand : or.operands()) {
      if (operand instanceof Or inner) {
        collectBranches(inner, branches);
      } else {
        branches.add(factors(operand));
      }
    }
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
