package dev.millrace.sql.parse;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.parse.node.FunctionCall;
import dev.millrace.sql.parse.node.OperatorSymbol;
import dev.millrace.sql.parse.node.Shapes;
import dev.millrace.sql.parse.node.TypeNode;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.TypeSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Builds the nodes of expressions, so that the grammar says only what follows what.
final class Trees {

  private Trees() {}

  static DatabaseException tooDeep() {
    return new DatabaseException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
  }

  static DatabaseException noParameter(SqlToken t) {
    return DatabaseException.at(
        t.position(), SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + t.text);
  }

  /// 1-based character of a token.
  static int at(Token t) {
    return t.beginColumn;
  }

  // Literals and names.

  static SqlNode number(Token t) {
    String text = t.image;
    return text.indexOf('e') >= 0 || text.indexOf('E') >= 0
        ? SqlLiteral.createApproxNumeric(text, Positions.of(t))
        : SqlLiteral.createExactNumeric(text, Positions.of(t));
  }

  static int integer(SqlToken t, boolean minus) {
    try {
      return Integer.parseInt(minus ? "-" + t.text : t.text);
    } catch (NumberFormatException e) {
      throw DatabaseException.at(
          t.position(),
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "value \"" + t.text + "\" is out of range for type integer");
    }
  }

  static long bigint(SqlToken t, boolean minus) {
    try {
      return Long.parseLong(minus ? "-" + t.text : t.text);
    } catch (NumberFormatException e) {
      throw DatabaseException.at(
          t.position(),
          SqlState.INVALID_TEXT_REPRESENTATION,
          "value \"" + t.text + "\" is out of range for type bigint");
    }
  }

  static SqlNode string(Token t) {
    return SqlLiteral.createCharString(t.image, Positions.of(t));
  }

  static SqlNode bool(boolean value, Token t) {
    return SqlLiteral.createBoolean(value, Positions.of(t));
  }

  static SqlNode sqlNull(Token t) {
    return SqlLiteral.createNull(Positions.of(t));
  }

  static SqlNode defaultValue(Token t) {
    return Shapes.call(SqlStdOperatorTable.DEFAULT, Positions.of(t));
  }

  static SqlIdentifier identifier(List<SqlToken> parts) {
    if (parts.size() == 1) {
      return new SqlIdentifier(parts.getFirst().text, Positions.of(parts.getFirst()));
    }
    List<String> names = new ArrayList<>();
    List<SqlParserPos> positions = new ArrayList<>();
    for (SqlToken part : parts) {
      names.add(part.text);
      positions.add(Positions.of(part));
    }
    return new SqlIdentifier(names, null, positions.getFirst(), positions);
  }

  static SqlIdentifier identifier(ObjectName name) {
    SqlParserPos position = Positions.at(name.position());
    return new SqlIdentifier(
        name.parts(), null, position, Collections.nCopies(name.parts().size(), position));
  }

  static SqlNode star(Token t) {
    return SqlIdentifier.star(Positions.of(t));
  }

  static SqlNode qualifiedStar(List<SqlToken> parts, Token star) {
    List<String> names = new ArrayList<>();
    List<SqlParserPos> positions = new ArrayList<>();
    for (SqlToken part : parts) {
      names.add(part.text);
      positions.add(Positions.of(part));
    }
    names.add("");
    positions.add(Positions.of(star));
    return new SqlIdentifier(names, null, positions.getFirst(), positions);
  }

  // Logic and tests.

  static SqlNode or(SqlNode left, SqlNode right, Token t) {
    return Shapes.call(SqlStdOperatorTable.OR, Positions.of(t), left, right);
  }

  static SqlNode and(SqlNode left, SqlNode right, Token t) {
    return Shapes.call(SqlStdOperatorTable.AND, Positions.of(t), left, right);
  }

  static SqlNode not(SqlNode e, Token t) {
    return Shapes.call(SqlStdOperatorTable.NOT, Positions.of(t), e);
  }

  static SqlNode isNull(SqlNode e, boolean not, Token t) {
    return test(SqlStdOperatorTable.IS_NULL, SqlStdOperatorTable.IS_NOT_NULL, e, not, t);
  }

  static SqlNode isTrue(SqlNode e, boolean not, Token t) {
    return test(SqlStdOperatorTable.IS_TRUE, SqlStdOperatorTable.IS_NOT_TRUE, e, not, t);
  }

  static SqlNode isFalse(SqlNode e, boolean not, Token t) {
    return test(SqlStdOperatorTable.IS_FALSE, SqlStdOperatorTable.IS_NOT_FALSE, e, not, t);
  }

  static SqlNode isUnknown(SqlNode e, boolean not, Token t) {
    return test(SqlStdOperatorTable.IS_UNKNOWN, SqlStdOperatorTable.IS_NOT_UNKNOWN, e, not, t);
  }

  private static SqlNode test(
      SqlOperator positive, SqlOperator negative, SqlNode e, boolean not, Token t) {
    return Shapes.call(not ? negative : positive, Positions.of(t), e);
  }

  static SqlNode isDistinct(SqlNode left, SqlNode right, boolean not, Token t) {
    SqlOperator operator =
        not ? SqlStdOperatorTable.IS_NOT_DISTINCT_FROM : SqlStdOperatorTable.IS_DISTINCT_FROM;
    return Shapes.call(operator, Positions.of(t), left, right);
  }

  static SqlNode between(
      SqlNode e, SqlNode low, SqlNode high, boolean not, boolean symmetric, Token t) {
    SqlOperator operator;
    if (symmetric) {
      operator =
          not ? SqlStdOperatorTable.SYMMETRIC_NOT_BETWEEN : SqlStdOperatorTable.SYMMETRIC_BETWEEN;
    } else {
      operator = not ? SqlStdOperatorTable.NOT_BETWEEN : SqlStdOperatorTable.BETWEEN;
    }
    return Shapes.call(operator, Positions.of(t), e, low, high);
  }

  static SqlNode in(SqlNode e, SqlNode right, boolean not, Token t) {
    SqlOperator operator = not ? SqlStdOperatorTable.NOT_IN : SqlStdOperatorTable.IN;
    return Shapes.call(operator, Positions.of(t), e, right);
  }

  // Operators.

  static SqlNode binary(SqlNode left, SqlNode right, Token t) {
    return Shapes.call(new OperatorSymbol(t.image, ""), Positions.of(t), left, right);
  }

  static SqlNode prefix(SqlNode e, Token t) {
    return Shapes.call(new OperatorSymbol(t.image, ""), Positions.of(t), e);
  }

  /// A minus in front of a number makes a negative number, as in PostgreSQL's grammar.
  static SqlNode minus(SqlNode e, Token t) {
    if (e instanceof SqlNumericLiteral literal) {
      String text = literal.bigDecimalValue().negate().toString();
      return literal.bigDecimalValue().signum() == 0
          ? SqlLiteral.createExactNumeric(text, Positions.of(t))
          : numberOf(text, literal, Positions.of(t));
    }
    return prefix(e, t);
  }

  private static SqlNode numberOf(String text, SqlNumericLiteral like, SqlParserPos position) {
    return like.isInteger() || text.indexOf('E') < 0
        ? SqlLiteral.createExactNumeric(text, position)
        : SqlLiteral.createApproxNumeric(text, position);
  }

  static OperatorSymbol likeSymbol(boolean ignoresCase, boolean not) {
    return new OperatorSymbol((not ? "!" : "") + "~~" + (ignoresCase ? "*" : ""), "");
  }

  static SqlNode like(
      SqlNode e, OperatorSymbol symbol, SqlNode pattern, @Nullable SqlNode escape, Token t) {
    SqlParserPos position = Positions.of(t);
    SqlNode right =
        escape == null ? pattern : FunctionCall.of("like_escape", position, pattern, escape);
    return Shapes.call(symbol, position, e, right);
  }

  static SqlNode similar(
      SqlNode e, SqlNode pattern, @Nullable SqlNode escape, boolean not, Token t) {
    SqlParserPos position = Positions.of(t);
    SqlNode right =
        escape == null
            ? FunctionCall.of("similar_to_escape", position, pattern)
            : FunctionCall.of("similar_to_escape", position, pattern, escape);
    return Shapes.call(new OperatorSymbol(not ? "!~" : "~", ""), position, e, right);
  }

  /// `(a, b) OVERLAPS (c, d)` as a call of four arguments.
  static SqlNode overlaps(SqlNode left, SqlNode right, Token t) {
    List<SqlNode> arguments = new ArrayList<>(pair(left, "left"));
    arguments.addAll(pair(right, "right"));
    return call("overlaps", arguments, t);
  }

  private static List<SqlNode> pair(SqlNode row, String side) {
    if (row.getKind() == SqlKind.ROW && row instanceof SqlCall call && call.operandCount() == 2) {
      return call.getOperandList();
    }
    throw DatabaseException.at(
        Positions.offset(row.getParserPosition()) + 1,
        SqlState.SYNTAX_ERROR,
        "wrong number of parameters on " + side + " side of OVERLAPS expression");
  }

  static SqlNode collate(SqlNode e, ObjectName name, Token t) {
    return Shapes.call(Shapes.COLLATE, Positions.of(t), e, identifier(name));
  }

  static SqlNode subscript(
      SqlNode e, @Nullable SqlNode from, @Nullable SqlNode to, boolean isSlice, Token t) {
    if (!isSlice && from != null) {
      return Shapes.call(Shapes.SUBSCRIPT, Positions.of(t), e, from);
    }
    return Shapes.call(
        Shapes.SLICE,
        Positions.of(t),
        e,
        from == null ? Shapes.absent() : from,
        to == null ? Shapes.absent() : to);
  }

  static SqlNode field(SqlNode e, SqlIdentifier field) {
    return Shapes.call(Shapes.FIELD, field.getParserPosition(), e, field);
  }

  static SqlNode allFields(SqlNode e, Token star) {
    return Shapes.call(Shapes.FIELD, Positions.of(star), e, star(star));
  }

  // Casts.

  static SqlNode cast(SqlNode e, TypeSpec type, SqlParserPos position) {
    TypeNode node = new TypeNode(type, Positions.at(type.position()));
    return Shapes.call(SqlStdOperatorTable.CAST, position, e, node);
  }

  /// `type 'text'`; the fields stand behind the string of an interval.
  static SqlNode typedLiteral(TypeSpec type, SqlToken value, String fields, SqlToken first) {
    TypeSpec full =
        type instanceof TypeSpec.Named named && !fields.isEmpty()
            ? new TypeSpec.Named(named.name(), named.modifiers(), fields)
            : type;
    return cast(string(value), full, Positions.of(first));
  }

  // Constructors and sub-queries.

  static SqlNode row(SqlNodeList list, Token t) {
    return Shapes.call(SqlStdOperatorTable.ROW, Positions.of(t), list.toArray(new SqlNode[0]));
  }

  static SqlNode array(List<SqlNode> elements, Token t) {
    return Shapes.call(
        SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR,
        Positions.of(t),
        elements.toArray(new SqlNode[0]));
  }

  static SqlNode list(List<SqlNode> elements, Token t) {
    return Shapes.call(Shapes.LIST, Positions.of(t), elements.toArray(new SqlNode[0]));
  }

  static SqlNode map(List<SqlNode> entries, Token t) {
    return Shapes.call(
        SqlStdOperatorTable.MAP_VALUE_CONSTRUCTOR,
        Positions.of(t),
        entries.toArray(new SqlNode[0]));
  }

  static SqlNode scalarQuery(SqlNode query, Token t) {
    return Shapes.call(SqlStdOperatorTable.SCALAR_QUERY, Positions.of(t), query);
  }

  static SqlNode arrayQuery(SqlNode query, Token t) {
    return Shapes.call(SqlStdOperatorTable.ARRAY_QUERY, Positions.of(t), query);
  }

  static SqlNode exists(SqlNode query, Token t) {
    return Shapes.call(SqlStdOperatorTable.EXISTS, Positions.of(t), query);
  }

  static SqlNode caseOf(
      @Nullable SqlNode value,
      List<SqlNode> whens,
      List<SqlNode> thens,
      @Nullable SqlNode otherwise,
      Token t) {
    SqlParserPos position = Positions.of(t);
    return new SqlCase(
        position,
        value,
        new SqlNodeList(whens, position),
        new SqlNodeList(thens, position),
        otherwise == null ? Shapes.absent() : otherwise);
  }

  // Calls with a syntax of their own.

  static boolean isSpecialForm(String word) {
    return switch (word) {
      case "exists", "row", "list", "map", "extract", "position", "substring", "overlay", "trim" ->
          true;
      default -> false;
    };
  }

  /// Words that are ordinary names unless a query is in the parentheses.
  static boolean takesQuery(String word) {
    return word.equals("list") || word.equals("map");
  }

  static SqlNode call(String name, List<SqlNode> arguments, Token t) {
    return FunctionCall.of(name, Positions.of(t), arguments.toArray(new SqlNode[0]));
  }

  static SqlNode substring(SqlNode e, @Nullable SqlNode from, @Nullable SqlNode length, Token t) {
    List<SqlNode> arguments = new ArrayList<>();
    arguments.add(e);
    arguments.add(from == null ? SqlLiteral.createExactNumeric("1", Positions.of(t)) : from);
    if (length != null) {
      arguments.add(length);
    }
    return call("substring", arguments, t);
  }

  static SqlNode overlay(SqlNode e, SqlNode with, SqlNode from, @Nullable SqlNode length, Token t) {
    List<SqlNode> arguments = new ArrayList<>(List.of(e, with, from));
    if (length != null) {
      arguments.add(length);
    }
    return call("overlay", arguments, t);
  }
}
