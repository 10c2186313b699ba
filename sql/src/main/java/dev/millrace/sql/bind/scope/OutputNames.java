package dev.millrace.sql.bind.scope;

import dev.millrace.sql.parse.node.FunctionCall;
import dev.millrace.sql.parse.node.MutuallyRecursiveNode;
import dev.millrace.sql.parse.node.OperatorSymbol;
import dev.millrace.sql.parse.node.Shapes;
import dev.millrace.sql.parse.node.TypeNode;
import dev.millrace.sql.statement.TypeSpec;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// What PostgreSQL calls an output column without an alias.
public final class OutputNames {

  private static final String NONE = "?column?";

  private OutputNames() {}

  /// The name of a select item without alias.
  public static String of(SqlNode node) {
    String name = strong(node);
    if (name != null) {
      return name;
    }
    String weak = weak(node);
    return weak == null ? NONE : weak;
  }

  /// A name that even a cast around it keeps.
  private static @Nullable String strong(SqlNode node) {
    return switch (node) {
      case SqlIdentifier identifier -> identifier.names.getLast();
      case FunctionCall call -> call.name().names.getLast();
      case SqlCase choice -> {
        SqlNode otherwise = choice.getElseOperand();
        yield otherwise == null ? null : strong(otherwise);
      }
      case SqlBasicCall call -> strongOfCall(call);
      default -> null;
    };
  }

  private static @Nullable String strongOfCall(SqlBasicCall call) {
    if (call.getOperator() instanceof OperatorSymbol) {
      return null;
    }
    if (call.getOperator() == Shapes.FIELD) {
      return ((SqlIdentifier) call.operand(1)).names.getLast();
    }
    if (call.getOperator() == Shapes.SUBSCRIPT
        || call.getOperator() == Shapes.SLICE
        || call.getOperator() == Shapes.COLLATE
        || call.getOperator() == SqlStdOperatorTable.CAST) {
      return strong((SqlNode) call.operand(0));
    }
    if (call.getOperator() == SqlStdOperatorTable.SCALAR_QUERY) {
      return firstColumn(call.operand(0));
    }
    return null;
  }

  private static @Nullable String firstColumn(SqlNode query) {
    if (query instanceof SqlSelect select && !select.getSelectList().isEmpty()) {
      SqlNode item = select.getSelectList().get(0);
      String alias = Nodes.alias(item);
      return alias != null ? alias : strong(Nodes.withoutAlias(item));
    }
    if (query instanceof SqlWith with) {
      return firstColumn(with.body);
    }
    if (query instanceof MutuallyRecursiveNode recursive) {
      return firstColumn(recursive.body());
    }
    if (query instanceof SqlCall call && !call.getOperandList().isEmpty()) {
      SqlNode first = call.getOperandList().getFirst();
      return first == null ? null : firstColumn(first);
    }
    return null;
  }

  private static @Nullable String weak(SqlNode node) {
    if (node instanceof SqlCase) {
      return "case";
    }
    if (!(node instanceof SqlBasicCall call)) {
      return null;
    }
    return switch (call.getKind()) {
      case CAST -> {
        SqlNode base = call.operand(0);
        while (base.getKind() == SqlKind.CAST) {
          base = ((SqlBasicCall) base).operand(0); // of several casts the outermost names it
        }
        String below = base instanceof SqlCase ? null : weak(base);
        yield below != null ? below : typeName(((TypeNode) (SqlNode) call.operand(1)).type());
      }
      case EXISTS -> "exists";
      case ARRAY_QUERY_CONSTRUCTOR, ARRAY_VALUE_CONSTRUCTOR -> "array";
      case ROW -> "row";
      default -> {
        if (call.getOperator() == Shapes.SUBSCRIPT || call.getOperator() == Shapes.SLICE) {
          yield weak((SqlNode) call.operand(0));
        }
        if (call.getOperator() == Shapes.LIST || call.getOperator() == Shapes.LIST_QUERY) {
          yield "list";
        }
        yield call.getOperator() == SqlStdOperatorTable.MAP_VALUE_CONSTRUCTOR ? "map" : null;
      }
    };
  }

  private static String typeName(TypeSpec type) {
    return switch (type) {
      case TypeSpec.Named named -> named.name().last();
      case TypeSpec.ArrayOf array -> typeName(array.element());
      case TypeSpec.ListOf _ -> "list";
      case TypeSpec.MapOf _ -> "map";
    };
  }
}
