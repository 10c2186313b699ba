package dev.millrace.sql.parse.node;

/// `x op ANY (…)` and `x op ALL (…)`: an operator applied to every element of an array or to every
/// row of a query. `SOME` is `ANY`.
public final class QuantifiedOperator extends SpellingOperator {

  private final OperatorSymbol comparison;
  private final boolean isAll;

  /// @param comparison applied to the left side and each element
  public QuantifiedOperator(OperatorSymbol comparison, boolean isAll) {
    super(comparison.symbol() + (isAll ? " ALL" : " ANY"));
    this.comparison = comparison;
    this.isAll = isAll;
  }

  /// The spelling of the operator between the two sides.
  public String symbol() {
    return comparison.symbol();
  }

  /// The schema the operator was qualified with, or empty.
  public String schema() {
    return comparison.schema();
  }

  /// True for `ALL`, false for `ANY`.
  public boolean isAll() {
    return isAll;
  }
}
