package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsNull;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.expression.QuantifiedBinder;
import dev.millrace.sql.bind.expression.QuantifiedBinder.Comparison;
import dev.millrace.sql.bind.expression.SubqueryBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.Stage.Hoist;
import dev.millrace.sql.logical.NotNull;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.node.QuantifiedOperator;
import dev.millrace.sql.parse.node.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// WHERE: plain conditions become a filter; EXISTS, IN, ANY and ALL over queries in its top-level
/// AND become semi and anti joins, because there false and NULL are the same.
public final class Conditions {

  private final ExpressionBinder binder;
  private final BindContext context;

  public Conditions(BindContext context, Scope scope) {
    this.context = context;
    this.binder = new ExpressionBinder(context, scope, Stage.rows("WHERE"));
  }

  public Rel filter(Rel rel, SqlNode where) {
    List<Scalar> plain = new ArrayList<>();
    List<Hoist> existence = new ArrayList<>();
    Set<Integer> notNull = NotNull.of(rel);
    for (SqlNode condition : Nodes.flatten(where, SqlKind.AND)) {
      if (!existence(condition, false, notNull, existence)) {
        plain.add(binder.condition(condition, "WHERE"));
      }
    }
    Rel filtered = Rels.filter(binder.stage().applyHoists(rel), plain);
    for (Hoist hoist : existence) {
      filtered = new Rel.Apply(hoist.kind(), filtered, hoist.right(), hoist.on());
    }
    return filtered;
  }

  /// Adds the joins a condition stands for; false if it is none of these.
  private boolean existence(SqlNode node, boolean isNot, Set<Integer> notNull, List<Hoist> hoists) {
    if (!(node instanceof SqlBasicCall call)) {
      return false;
    }
    return switch (call.getKind()) {
      case NOT -> existence(call.operand(0), !isNot, notNull, hoists);
      case EXISTS -> {
        BoundQuery query = new SubqueryBinder(binder).query(call.operand(0));
        JoinKind kind = isNot ? JoinKind.ANTI : JoinKind.SEMI;
        hoists.add(new Hoist(kind, query.rows(), List.of()));
        yield true;
      }
      case IN, NOT_IN -> {
        if (call.operand(1) instanceof SqlNodeList) {
          yield false;
        }
        boolean isNegative = isNot != (call.getKind() == SqlKind.NOT_IN);
        Comparison comparison = compare(call, "=");
        if (isNegative) {
          none(comparison, notNull, hoists);
        } else {
          hoists.add(new Hoist(JoinKind.SEMI, comparison.rows(), comparison.parts()));
        }
        yield true;
      }
      default -> {
        QuantifiedOperator operator = quantified(call);
        if (operator == null) {
          yield false;
        }
        Comparison comparison = compare(call, operator.symbol());
        if (operator.isAll() == isNot) {
          // Some row must compare: true for ANY, false for NOT ALL.
          List<Scalar> on = isNot ? List.of(new Not(comparison.predicate())) : comparison.parts();
          hoists.add(new Hoist(JoinKind.SEMI, comparison.rows(), on));
        } else if (isNot) {
          none(comparison, notNull, hoists);
        } else {
          none(negated(comparison), notNull, hoists);
        }
        yield true;
      }
    };
  }

  private static @Nullable QuantifiedOperator quantified(SqlBasicCall call) {
    return call.getOperator() instanceof QuantifiedOperator operator
            && Shapes.isQuery(call.operand(1))
        ? operator
        : null;
  }

  private Comparison compare(SqlBasicCall call, String symbol) {
    return new QuantifiedBinder(binder)
        .compare(call.operand(0), symbol, call.operand(1), position(call));
  }

  private static Comparison negated(Comparison comparison) {
    return new Comparison(comparison.rows(), List.of(new Not(comparison.predicate())));
  }

  /// No row may compare true or NULL. For one equality that is three anti joins with keys or
  /// without any: against equal rows, against NULL rows, and of a NULL left side against all.
  private void none(Comparison comparison, Set<Integer> notNull, List<Hoist> hoists) {
    if (comparison.parts().size() == 1
        && comparison.parts().getFirst() instanceof Scalar.Call call
        && call.function().name().equals("=")
        && call.function().isStrict()) {
      Scalar left = call.arguments().get(0);
      Scalar right = call.arguments().get(1);
      hoists.add(new Hoist(JoinKind.ANTI, comparison.rows(), comparison.parts()));
      if (!isNeverNull(right, NotNull.of(comparison.rows()))) {
        Rels.Copy copy = Rels.copy(comparison.rows(), context.columns());
        Scalar isNull = new IsNull(Scalars.substitute(right, copy.renamed()));
        hoists.add(new Hoist(JoinKind.ANTI, Rels.filter(copy.rel(), List.of(isNull)), List.of()));
      }
      if (!isNeverNull(left, notNull)) {
        Rels.Copy copy = Rels.copy(comparison.rows(), context.columns());
        hoists.add(new Hoist(JoinKind.ANTI, copy.rel(), List.of(new IsNull(left))));
      }
      return;
    }
    Scalar notFalse = new Coalesce(List.of(comparison.predicate(), Scalars.TRUE), ScalarType.BOOL);
    hoists.add(new Hoist(JoinKind.ANTI, comparison.rows(), List.of(notFalse)));
  }

  private static boolean isNeverNull(Scalar scalar, Set<Integer> notNull) {
    return switch (scalar) {
      case ColumnRef column -> notNull.contains(column.index());
      case Literal literal -> literal.value() != null;
      default -> false;
    };
  }
}
