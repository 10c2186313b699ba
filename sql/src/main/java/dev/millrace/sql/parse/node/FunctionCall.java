package dev.millrace.sql.parse.node;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// A call of a function, aggregate or window function by name, with everything that may follow the
/// arguments. Calls with a syntax of their own (`extract`, `trim`, `coalesce`) are such calls too.
public final class FunctionCall extends SqlCall {

  /// All calls share one operator; the name says which function it is.
  public static final SqlOperator OPERATOR = new SpellingOperator.Named("FUNCTION");

  private final SqlIdentifier name;
  private final Arguments arguments;
  private final SqlNodeList withinGroup;
  private final @Nullable SqlNode filter;
  private final @Nullable WindowNode over;
  private final NullTreatment nullTreatment;

  private FunctionCall(
      SqlIdentifier name,
      Arguments arguments,
      SqlNodeList withinGroup,
      @Nullable SqlNode filter,
      @Nullable WindowNode over,
      NullTreatment nullTreatment) {
    super(name.getParserPosition());
    this.name = name;
    this.arguments = arguments;
    this.withinGroup = withinGroup;
    this.filter = filter;
    this.over = over;
    this.nullTreatment = nullTreatment;
  }

  /// A call with its parenthesised part.
  public static FunctionCall of(SqlIdentifier name, Arguments arguments) {
    return new FunctionCall(name, arguments, SqlNodeList.EMPTY, null, null, NullTreatment.ABSENT);
  }

  /// A call with plain arguments.
  public static FunctionCall of(String name, SqlParserPos position, SqlNode... arguments) {
    return of(new SqlIdentifier(name, position), Arguments.plain(List.of(arguments)));
  }

  /// The same call with an ordered-set aggregate's order.
  public FunctionCall withinGroup(SqlNodeList order) {
    return new FunctionCall(name, arguments, order, filter, over, nullTreatment);
  }

  /// The same call with FILTER (WHERE condition).
  public FunctionCall filter(SqlNode condition) {
    return new FunctionCall(name, arguments, withinGroup, condition, over, nullTreatment);
  }

  /// The same call over a window.
  public FunctionCall over(WindowNode window) {
    return new FunctionCall(name, arguments, withinGroup, filter, window, nullTreatment);
  }

  /// The same call with IGNORE NULLS or RESPECT NULLS.
  public FunctionCall nulls(NullTreatment treatment) {
    return new FunctionCall(name, arguments, withinGroup, filter, over, treatment);
  }

  /// The function's name as written, folded.
  public SqlIdentifier name() {
    return name;
  }

  /// The arguments; empty for `f(*)`.
  public List<SqlNode> arguments() {
    return arguments.values();
  }

  /// True for `f(*)`.
  public boolean isStar() {
    return arguments.isStar();
  }

  /// True for `f(DISTINCT …)`.
  public boolean isDistinct() {
    return arguments.isDistinct();
  }

  /// True if the last argument was written as `VARIADIC array`.
  public boolean isVariadic() {
    return arguments.isVariadic();
  }

  /// ORDER BY inside the parentheses, or empty.
  public SqlNodeList orderBy() {
    return arguments.orderBy();
  }

  /// The order of WITHIN GROUP, or empty.
  public SqlNodeList withinGroup() {
    return withinGroup;
  }

  /// The condition of FILTER.
  public @Nullable SqlNode filter() {
    return filter;
  }

  /// The window of OVER.
  public @Nullable WindowNode over() {
    return over;
  }

  /// What was said about NULLs.
  public NullTreatment nullTreatment() {
    return nullTreatment;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public SqlKind getKind() {
    return SqlKind.OTHER_FUNCTION;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
    SqlWriter.Frame frame = writer.startFunCall(name + (isDistinct() ? " DISTINCT" : ""));
    if (isStar()) {
      writer.print("*");
    }
    for (SqlNode operand : getOperandList()) {
      writer.sep(",");
      operand.unparse(writer, 0, 0);
    }
    if (over != null) {
      writer.sep(",");
      over.unparse(writer, 0, 0);
    }
    writer.endFunCall(frame);
  }

  /// Arguments, then the expressions of ORDER BY, WITHIN GROUP and FILTER. A window is left out.
  @Override
  public List<SqlNode> getOperandList() {
    List<SqlNode> operands = new ArrayList<>(arguments.values());
    operands.addAll(arguments.orderBy());
    operands.addAll(withinGroup);
    if (filter != null) {
      operands.add(filter);
    }
    return operands;
  }

  /// What stands between a call's parentheses.
  public record Arguments(
      List<SqlNode> values,
      boolean isStar,
      boolean isDistinct,
      boolean isVariadic,
      SqlNodeList orderBy) {
    public Arguments {
      values = List.copyOf(values);
    }

    /// Nothing but values.
    public static Arguments plain(List<SqlNode> values) {
      return new Arguments(values, false, false, false, SqlNodeList.EMPTY);
    }

    /// `f(*)`.
    public static Arguments star() {
      return new Arguments(List.of(), true, false, false, SqlNodeList.EMPTY);
    }
  }

  /// Whether NULLs count for a window function.
  public enum NullTreatment {
    ABSENT,
    RESPECT,
    IGNORE
  }
}
