package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.SetOperator;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.Origin;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Branch;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.jspecify.annotations.Nullable;

/// Binds UNION, INTERSECT and EXCEPT: the names of the left side, the common types of both.
final class SetOperationBinder {

  private final BindContext context;
  private final Wanted wanted;

  SetOperationBinder(BindContext context, Wanted wanted) {
    this.context = context;
    this.wanted = wanted;
  }

  BoundQuery bind(SqlBasicCall call, @Nullable Scope outer) {
    boolean isAll = ((SqlSetOperator) call.getOperator()).isAll();
    String name = call.getKind().name();
    BoundQuery left = new QueryBinder(context, wanted).bind(call.operand(0), outer);
    BoundQuery right = new QueryBinder(context, wanted).bind(call.operand(1), outer);
    if (left.outputs().size() != right.outputs().size()) {
      throw DatabaseException.at(
          itemPosition(call.operand(1), 0),
          SqlState.SYNTAX_ERROR,
          "each " + name + " query must have the same number of columns");
    }
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < left.outputs().size(); i++) {
      List<SqlType> both = List.of(type(left, i), type(right, i));
      boolean isOpen = both.stream().allMatch(Types::isUnknown);
      types.add(
          isOpen
              ? wanted.at(i)
              : context.coercion().common(both, name, itemPosition(call.operand(1), i)));
    }
    left = retyped(left, call.operand(0), types, outer);
    right = retyped(right, call.operand(1), types, outer);
    List<ColumnRef> columns = types.stream().map(t -> context.columns().fresh(t)).toList();
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      boolean isUntyped = left.outputs().get(i).isUntyped() && right.outputs().get(i).isUntyped();
      outputs.add(new Output(left.names().get(i), columns.get(i), isUntyped, Origin.NONE));
    }
    Branch l = branch(left, types);
    Branch r = branch(right, types);
    if (call.getKind() == SqlKind.UNION) {
      Rel union = new Rel.Union(List.of(l, r), columns);
      return BoundQuery.of(isAll ? union : new Rel.Distinct(union, columns), outputs);
    }
    SetOperator operator =
        call.getKind() == SqlKind.EXCEPT
            ? (isAll ? SetOperator.EXCEPT_ALL : SetOperator.EXCEPT)
            : (isAll ? SetOperator.INTERSECT_ALL : SetOperator.INTERSECT);
    return BoundQuery.of(new Rel.SetOperation(operator, l, r, columns), outputs);
  }

  private static SqlType type(BoundQuery query, int index) {
    Output output = query.outputs().get(index);
    return output.isUntyped() ? ScalarType.UNKNOWN : output.column().type();
  }

  /// Untyped literals take the type that the other side decided: the side is bound again.
  private BoundQuery retyped(
      BoundQuery query, SqlNode node, List<SqlType> types, @Nullable Scope outer) {
    for (int i = 0; i < types.size(); i++) {
      Output output = query.outputs().get(i);
      if (output.isUntyped() && !output.column().type().equals(types.get(i))) {
        return new QueryBinder(context, new Wanted(types)).bind(node, outer);
      }
    }
    return query;
  }

  /// Where a column of a side is written, for messages.
  private static int itemPosition(SqlNode query, int index) {
    if (query instanceof SqlSelect select && index < select.getSelectList().size()) {
      return position(Nodes.withoutAlias(select.getSelectList().get(index)));
    }
    return position(query);
  }

  private Branch branch(BoundQuery query, List<SqlType> types) {
    List<ColumnRef> columns = new ArrayList<>();
    List<Binding> bindings = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      ColumnRef column = query.columns().get(i);
      Scalar value = context.coercion().implicit(new Operand(column, 0), types.get(i));
      if (!(value instanceof ColumnRef)) {
        column = context.columns().fresh(types.get(i));
        bindings.add(new Binding(column, value));
      }
      columns.add(column);
    }
    return new Branch(Rels.extend(query.rows(), bindings), columns);
  }
}
