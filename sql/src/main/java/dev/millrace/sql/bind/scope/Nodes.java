package dev.millrace.sql.bind.scope;

import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.statement.TypeSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.jspecify.annotations.Nullable;

/// Questions to syntax trees.
public final class Nodes {

  private Nodes() {}

  /// 1-based character of the node in the statement.
  public static int position(SqlNode node) {
    return Math.max(0, node.getParserPosition().getColumnNum());
  }

  /// The operands of nested calls of one kind, left to right.
  public static List<SqlNode> flatten(SqlNode node, SqlKind kind) {
    List<SqlNode> all = new ArrayList<>();
    SqlNode rest = node;
    while (rest instanceof SqlCall call && call.getKind() == kind) {
      // Left-deep chains may be thousands long; only the right operands nest.
      all.addAll(flatten(call.operand(1), kind).reversed());
      rest = call.operand(0);
    }
    all.add(rest);
    return all.reversed();
  }

  /// True for `ARRAY[…]`.
  public static boolean isArray(SqlNode node) {
    return node.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR;
  }

  /// True for `ROW(…)` and `(a, b)`.
  public static boolean isRow(SqlNode node) {
    return node.getKind() == SqlKind.ROW;
  }

  /// A number gets the first type it fits in: integer, bigint, numeric.
  public static Literal number(SqlNumericLiteral number) {
    BigDecimal value = Objects.requireNonNull(number.bigDecimalValue());
    if (number.isInteger() && value.toBigInteger().bitLength() < Long.SIZE) {
      long exact = value.longValueExact();
      return exact == (int) exact
          ? new Literal((int) exact, ScalarType.INT4)
          : new Literal(exact, ScalarType.INT8);
    }
    return new Literal(
        TextFormat.parse(ScalarType.NUMERIC, value.toPlainString()), ScalarType.NUMERIC);
  }

  /// The unit of `interval '1' minute`, empty where none is written.
  public static String intervalUnit(TypeSpec type) {
    if (!(type instanceof TypeSpec.Named named) || named.fields().isEmpty()) {
      return "";
    }
    String fields = named.fields().toLowerCase(Locale.ROOT);
    return fields.substring(fields.lastIndexOf(' ') + 1);
  }

  /// A bare number counts in the unit; anything else says its own.
  public static String withUnit(String value, String unit) {
    return value.strip().matches("[+-]?[0-9]+(\\.[0-9]*)?") ? value.strip() + " " + unit : value;
  }

  /// The integer of an ordinal in GROUP BY or ORDER BY, or null.
  public static @Nullable Integer ordinal(SqlNode node) {
    if (node instanceof SqlNumericLiteral number && number.isInteger()) {
      BigDecimal value = Objects.requireNonNull(number.bigDecimalValue());
      return value.toBigInteger().bitLength() < Integer.SIZE ? value.intValueExact() : -1;
    }
    return null;
  }

  /// The name of a bare identifier, or null.
  public static @Nullable String bareName(SqlNode node) {
    return node instanceof SqlIdentifier identifier
            && identifier.names.size() == 1
            && !identifier.isStar()
        ? identifier.names.getFirst()
        : null;
  }

  /// The expression and the alias of a select item.
  public static SqlNode withoutAlias(SqlNode item) {
    return item.getKind() == SqlKind.AS ? ((SqlBasicCall) item).operand(0) : item;
  }

  /// The alias of a select item, or null.
  public static @Nullable String alias(SqlNode item) {
    return item.getKind() == SqlKind.AS
        ? ((SqlIdentifier) ((SqlBasicCall) item).operand(1)).names.getFirst()
        : null;
  }
}
