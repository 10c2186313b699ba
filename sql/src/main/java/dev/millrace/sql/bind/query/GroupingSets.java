package dev.millrace.sql.bind.query;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.scope.Nodes;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/// GROUP BY written out as grouping sets: plain expressions are one set, ROLLUP, CUBE and GROUPING
/// SETS several, and the sets of several elements multiply.
final class GroupingSets {

  /// As in PostgreSQL.
  private static final int CUBE_MAX = 12;

  private static final int SETS_MAX = 4096;

  private GroupingSets() {}

  static List<List<SqlNode>> of(SqlNodeList groupBy) {
    List<List<SqlNode>> all = List.of(List.of());
    for (SqlNode element : groupBy) {
      List<List<SqlNode>> product = new ArrayList<>();
      for (List<SqlNode> left : all) {
        for (List<SqlNode> right : sets(element)) {
          List<SqlNode> both = new ArrayList<>(left);
          both.addAll(right);
          product.add(both);
        }
      }
      if (product.size() > SETS_MAX) {
        throw new DatabaseException(
            SqlState.STATEMENT_TOO_COMPLEX,
            "too many grouping sets present (maximum " + SETS_MAX + ")");
      }
      all = product;
    }
    return all;
  }

  private static List<List<SqlNode>> sets(SqlNode element) {
    return switch (element.getKind()) {
      case ROLLUP -> rollup(elements(element));
      case CUBE -> cube(elements(element), Nodes.position(element));
      case GROUPING_SETS -> {
        List<List<SqlNode>> all = new ArrayList<>();
        for (SqlNode item : ((SqlBasicCall) element).getOperandList()) {
          all.addAll(sets(item));
        }
        yield all;
      }
      default -> List.of(columns(element));
    };
  }

  /// The expressions of `a`, `(a, b)` or `()`.
  private static List<SqlNode> columns(SqlNode element) {
    if (element instanceof SqlNodeList list) {
      return new ArrayList<>(list.getList());
    }
    return Nodes.isRow(element) ? ((SqlBasicCall) element).getOperandList() : List.of(element);
  }

  private static List<List<SqlNode>> elements(SqlNode call) {
    return ((SqlBasicCall) call).getOperandList().stream().map(GroupingSets::columns).toList();
  }

  private static List<List<SqlNode>> rollup(List<List<SqlNode>> elements) {
    List<List<SqlNode>> all = new ArrayList<>();
    for (int size = elements.size(); size >= 0; size--) {
      all.add(elements.subList(0, size).stream().flatMap(List::stream).toList());
    }
    return all;
  }

  private static List<List<SqlNode>> cube(List<List<SqlNode>> elements, int at) {
    if (elements.size() > CUBE_MAX) {
      throw DatabaseException.at(
          at, SqlState.TOO_MANY_COLUMNS, "CUBE is limited to " + CUBE_MAX + " elements");
    }
    List<List<SqlNode>> all = new ArrayList<>();
    for (int mask = (1 << elements.size()) - 1; mask >= 0; mask--) {
      List<SqlNode> set = new ArrayList<>();
      for (int i = 0; i < elements.size(); i++) {
        if ((mask >> (elements.size() - 1 - i) & 1) == 1) {
          set.addAll(elements.get(i));
        }
      }
      all.add(set);
    }
    return all;
  }
}
