package dev.millrace.sql.bind.write;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.InsertColumn;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.statement.DataStatement.Assignment;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.ObjectName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/// What follows SET: values for columns of the table that is written.
///
/// @param table as the statement names it
/// @param columns of the table
public record Assignments(ExpressionBinder binder, ObjectName table, List<InsertColumn> columns) {

  /// The values by the columns' names.
  public Map<String, Scalar> bind(List<Assignment> assignments) {
    Map<String, Scalar> values = new HashMap<>();
    assignments.forEach(a -> bind(a, values));
    return values;
  }

  private void bind(Assignment assignment, Map<String, Scalar> values) {
    List<SqlNode> nodes = List.of(assignment.value());
    if (assignment.columns().size() > 1) {
      if (!Nodes.isRow(assignment.value())) {
        throw DatabaseException.notSupported(
            "assignment of a sub-query to several columns", position(assignment.value()));
      }
      nodes = ((SqlBasicCall) assignment.value()).getOperandList();
    }
    if (nodes.size() != assignment.columns().size()) {
      throw DatabaseException.at(
          position(assignment.value()),
          SqlState.SYNTAX_ERROR,
          "number of columns does not match number of values");
    }
    for (int i = 0; i < nodes.size(); i++) {
      ColumnName name = assignment.columns().get(i);
      if (values.put(name.name(), value(nodes.get(i), column(name))) != null) {
        throw DatabaseException.at(
            name.position(),
            SqlState.SYNTAX_ERROR,
            "multiple assignments to same column \"" + name.name() + "\"");
      }
    }
  }

  private Scalar value(SqlNode node, InsertColumn column) {
    if (node.getKind() == SqlKind.DEFAULT) {
      return column.valueOrNull();
    }
    Scalar value =
        binder.context().coercion().assignment(binder.operand(node), column.type(), column.name());
    if (column.isAlwaysGenerated()) {
      throw new DatabaseException(
              SqlState.GENERATED_ALWAYS,
              "column \"" + column.name() + "\" can only be updated to DEFAULT")
          .withDetail(column.reason());
    }
    return value;
  }

  private InsertColumn column(ColumnName name) {
    for (InsertColumn column : columns) {
      if (column.name().equals(name.name())) {
        return column;
      }
    }
    throw DatabaseException.at(
        name.position(),
        SqlState.UNDEFINED_COLUMN,
        "column \"" + name.name() + "\" of relation \"" + table.last() + "\" does not exist");
  }
}
