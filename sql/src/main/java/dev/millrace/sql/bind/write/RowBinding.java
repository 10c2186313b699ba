package dev.millrace.sql.bind.write;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Volatility;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.Relations;
import dev.millrace.sql.bind.RowShape;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.resolve.Constants;
import dev.millrace.sql.resolve.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Binds expressions over one row of one table: CHECK, generated columns, and defaults, which see
/// no row at all.
public final class RowBinding {

  private final BindContext context;

  /// A binding for one expression.
  public RowBinding(BindContext context) {
    this.context = context;
  }

  /// A default, which sees no columns.
  public Scalar defaultValue(SqlNode node, SqlType type, String column) {
    Stage stage = Stage.rows("DEFAULT expressions");
    ExpressionBinder binder =
        new ExpressionBinder(context, new Scope(null, FromItem.none()), stage);
    try {
      Scalar value = context.coercion().defaultAssignment(binder.operand(node), type, column);
      refuseSubquery(stage, "DEFAULT expression", node);
      return Constants.fold(value);
    } catch (DatabaseException e) {
      if (e.state() == SqlState.UNDEFINED_COLUMN) {
        throw DatabaseException.at(
            e.position(),
            SqlState.FEATURE_NOT_SUPPORTED,
            "cannot use column reference in DEFAULT expression");
      }
      throw e;
    }
  }

  /// The condition of a CHECK.
  public Scalar check(SqlNode node, RowShape shape) {
    Bound bound = new Bound(shape, "check constraints");
    Scalar condition = bound.binder.condition(node, "CHECK");
    refuseSubquery(bound.stage, "check constraint", node);
    return bound.positioned(condition);
  }

  /// What a generated column is computed by.
  public Scalar generated(SqlNode node, RowShape shape, SqlType type, String column) {
    Bound bound = new Bound(shape, "column generation expressions");
    Scalar value = context.coercion().defaultAssignment(bound.binder.operand(node), type, column);
    refuseSubquery(bound.stage, "column generation expression", node);
    if (!isImmutable(value)) {
      throw notImmutable();
    }
    return bound.positioned(value);
  }

  /// What a column's values become when it gets another type, over the columns as they were; null
  /// if that cannot be had without a cast.
  public @Nullable Scalar transform(SqlNode node, RowShape shape, SqlType type, String column) {
    Bound bound = new Bound(shape, "transform expressions");
    Operand value = bound.binder.operand(node);
    refuseSubquery(bound.stage, "transform expression", node);
    return context.coercion().isAssignable(value.type(), type)
        ? bound.positioned(context.coercion().assignment(value, type, column))
        : null;
  }

  /// 42P17 for what a generated column may not be computed by.
  public static DatabaseException notImmutable() {
    return new DatabaseException(
        SqlState.INVALID_OBJECT_DEFINITION, "generation expression is not immutable");
  }

  private static boolean isImmutable(Scalar scalar) {
    if (scalar instanceof Scalar.Call call
        && call.function().volatility() != Volatility.IMMUTABLE) {
      return false;
    }
    return Scalars.operands(scalar).stream().allMatch(RowBinding::isImmutable);
  }

  private static void refuseSubquery(Stage stage, String what, SqlNode node) {
    if (!stage.hoists().isEmpty()) {
      throw DatabaseException.at(
          position(node), SqlState.FEATURE_NOT_SUPPORTED, "cannot use subquery in " + what);
    }
  }

  /// The scope of one table's columns.
  private final class Bound {
    private final List<ColumnRef> columns = new ArrayList<>();
    private final Stage stage;
    private final ExpressionBinder binder;

    private Bound(RowShape shape, String clause) {
      List<NamedColumn> names = new ArrayList<>();
      for (Relations.Column column : shape.columns()) {
        ColumnRef ref = context.columns().fresh(column.type());
        columns.add(ref);
        if (!column.isHidden()) {
          names.add(new NamedColumn(column.name(), ref));
        }
      }
      stage = Stage.rows(clause);
      FromItem item =
          FromItem.of(
              new Rel.Rows(List.of(), columns),
              new FromItem.Table(shape.table(), shape.schema(), names, Set.of()));
      binder = new ExpressionBinder(context, new Scope(null, item), stage);
    }

    private Scalar positioned(Scalar scalar) {
      return Constants.fold(Scalars.substitute(scalar, WriteBinder.positions(columns, 0)));
    }
  }
}
