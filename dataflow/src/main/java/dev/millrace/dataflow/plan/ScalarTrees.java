package dev.millrace.dataflow.plan;

import dev.millrace.dataflow.plan.Scalar.And;
import dev.millrace.dataflow.plan.Scalar.Branch;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.Case;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsDistinct;
import dev.millrace.dataflow.plan.Scalar.IsNull;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.MzNow;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.dataflow.plan.Scalar.Or;
import dev.millrace.dataflow.plan.Scalar.Parameter;
import dev.millrace.model.function.Volatility;
import dev.millrace.model.type.ScalarType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/// Walks over expression trees: pure functions that every pass over [Scalar] shares.
public final class ScalarTrees {

  private ScalarTrees() {}

  /// True if the expression may give another value at every evaluation.
  public static boolean isVolatile(Scalar scalar) {
    if (scalar instanceof Scalar.Call call && call.function().volatility() == Volatility.VOLATILE) {
      return true;
    }
    return operands(scalar).stream().anyMatch(ScalarTrees::isVolatile);
  }

  /// The direct operands, in order of evaluation.
  public static List<Scalar> operands(Scalar scalar) {
    return switch (scalar) {
      case ColumnRef _, Literal _, Parameter _, MzNow _ -> List.of();
      case Call c -> c.arguments();
      case And a -> a.operands();
      case Or o -> o.operands();
      case Not n -> List.of(n.operand());
      case IsNull n -> List.of(n.operand());
      case IsDistinct d -> List.of(d.left(), d.right());
      case Coalesce c -> c.operands();
      case Case c -> {
        List<Scalar> all = new ArrayList<>();
        for (Branch branch : c.branches()) {
          all.add(branch.condition());
          all.add(branch.value());
        }
        all.add(c.otherwise());
        yield all;
      }
    };
  }

  /// The same node over other operands, given as [#operands] lists them.
  public static Scalar withOperands(Scalar scalar, List<Scalar> operands) {
    return switch (scalar) {
      case ColumnRef _, Literal _, Parameter _, MzNow _ -> scalar;
      case Call c -> new Call(c.function(), operands, c.type());
      case And _ -> new And(operands);
      case Or _ -> new Or(operands);
      case Not _ -> new Not(operands.getFirst());
      case IsNull _ -> new IsNull(operands.getFirst());
      case IsDistinct d -> new IsDistinct(operands.get(0), operands.get(1), d.equal());
      case Coalesce c -> new Coalesce(operands, c.type());
      case Case c -> {
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i + 1 < operands.size(); i += 2) {
          branches.add(new Branch(operands.get(i), operands.get(i + 1)));
        }
        yield new Case(branches, operands.getLast(), c.type());
      }
    };
  }

  /// Replaces nodes from the leaves up.
  public static Scalar rewrite(Scalar scalar, UnaryOperator<Scalar> rule) {
    List<Scalar> operands = operands(scalar);
    if (operands.isEmpty()) {
      return rule.apply(scalar);
    }
    List<Scalar> rewritten = operands.stream().map(o -> rewrite(o, rule)).toList();
    return rule.apply(rewritten.equals(operands) ? scalar : withOperands(scalar, rewritten));
  }

  /// The expression over other columns: `column(i)` replaces column i.
  public static Scalar withColumns(Scalar scalar, IntUnaryOperator column) {
    return rewrite(
        scalar,
        s ->
            s instanceof ColumnRef(int i, var type)
                ? new ColumnRef(column.applyAsInt(i), type)
                : s);
  }

  /// The expression with mz_now() as a constant: what a one-shot query evaluates.
  public static Scalar atMillis(Scalar scalar, long millis) {
    return rewrite(
        scalar, s -> s instanceof MzNow ? new Literal(millis, ScalarType.MZ_TIMESTAMP) : s);
  }

  /// The columns that the expression reads.
  public static BitSet columns(Scalar scalar) {
    BitSet columns = new BitSet();
    addColumns(scalar, columns);
    return columns;
  }

  private static void addColumns(Scalar scalar, BitSet columns) {
    if (scalar instanceof ColumnRef c) {
      columns.set(c.index());
    }
    for (Scalar operand : operands(scalar)) {
      addColumns(operand, columns);
    }
  }

  /// Nodes in the tree.
  public static int nodes(Scalar scalar) {
    int nodes = 1;
    for (Scalar operand : operands(scalar)) {
      nodes += nodes(operand);
    }
    return nodes;
  }
}
