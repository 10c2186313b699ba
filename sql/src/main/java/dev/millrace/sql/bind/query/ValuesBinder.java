package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Branch;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.Rows;
import dev.millrace.sql.resolve.Constants;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Binds VALUES: literal rows where everything is a literal, else one branch of a union per row.
public final class ValuesBinder {

  private final BindContext context;
  private final @Nullable Scope outer;
  private final Wanted wanted;

  public ValuesBinder(BindContext context, @Nullable Scope outer, Wanted wanted) {
    this.context = context;
    this.wanted = wanted;
    this.outer = outer;
  }

  public BoundQuery bind(SqlBasicCall values) {
    Scope scope = new Scope(outer, FromItem.none());
    List<List<Operand>> rows = new ArrayList<>();
    List<Stage> stages = new ArrayList<>();
    for (SqlNode node : values.getOperandList()) {
      Stage stage = Stage.rows("VALUES");
      stages.add(stage);
      ExpressionBinder binder = new ExpressionBinder(context, scope, stage);
      List<Operand> row = binder.operands(((SqlBasicCall) node).getOperandList());
      if (!rows.isEmpty() && row.size() != rows.getFirst().size()) {
        throw DatabaseException.at(
            row.isEmpty() ? position(node) : row.getFirst().position(),
            SqlState.SYNTAX_ERROR,
            "VALUES lists must all be the same length");
      }
      rows.add(row);
    }
    List<ColumnRef> columns = new ArrayList<>();
    List<Output> outputs = new ArrayList<>();
    List<SqlType> types = types(rows);
    for (int i = 0; i < types.size(); i++) {
      columns.add(context.columns().fresh(types.get(i)));
      outputs.add(new Output("column" + (i + 1), columns.get(i)));
    }
    return BoundQuery.of(rel(typed(rows, types), columns, stages), outputs);
  }

  private List<SqlType> types(List<List<Operand>> rows) {
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < rows.getFirst().size(); i++) {
      int column = i;
      List<SqlType> all = rows.stream().map(r -> r.get(column).type()).toList();
      if (all.stream().allMatch(Types::isUnknown)) {
        types.add(wanted.at(i));
        continue;
      }
      types.add(context.coercion().common(all, "VALUES", rows.getFirst().get(column).position()));
    }
    return types;
  }

  private List<List<Scalar>> typed(List<List<Operand>> rows, List<SqlType> types) {
    List<List<Scalar>> typed = new ArrayList<>();
    for (List<Operand> row : rows) {
      List<Scalar> scalars = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        scalars.add(Constants.fold(context.coercion().implicit(row.get(i), types.get(i))));
      }
      typed.add(scalars);
    }
    return typed;
  }

  /// Rows of expressions under the columns.
  ///
  /// @param stages in which the expressions of each row are evaluated
  public Rel rel(List<List<Scalar>> rows, List<ColumnRef> columns, List<Stage> stages) {
    boolean isLiteral = rows.stream().allMatch(r -> r.stream().allMatch(s -> s instanceof Literal));
    if (isLiteral) {
      List<List<@Nullable Object>> values = new ArrayList<>();
      for (List<Scalar> row : rows) {
        List<@Nullable Object> one = new ArrayList<>();
        row.forEach(s -> one.add(((Literal) s).value()));
        values.add(one);
      }
      return new Rows(values, columns);
    }
    if (rows.size() == 1) {
      return extend(stages.getFirst().applyHoists(Rows.unit()), rows.getFirst(), columns);
    }
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<ColumnRef> own = context.columns().freshLike(columns);
      Rel input = stages.get(i).applyHoists(Rows.unit());
      branches.add(new Branch(extend(input, rows.get(i), own), own));
    }
    return new Rel.Union(branches, columns);
  }

  private static Rel extend(Rel input, List<Scalar> row, List<ColumnRef> columns) {
    List<Binding> bindings = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      bindings.add(new Binding(columns.get(i), row.get(i)));
    }
    return new Extend(input, bindings);
  }
}
