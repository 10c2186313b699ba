package dev.millrace.sql.parse.node;

import java.util.Objects;

/// An operator by its spelling, prefix or infix; which function it means depends on the operands'
/// types, so the binder decides. `!=` is spelled `<>`, `LIKE` is spelled `~~`.
public final class OperatorSymbol extends SpellingOperator {

  private final String schema;

  /// @param schema of `OPERATOR(schema.+)`, otherwise empty
  public OperatorSymbol(String symbol, String schema) {
    super(symbol);
    this.schema = Objects.requireNonNull(schema);
  }

  /// The spelling.
  public String symbol() {
    return getName();
  }

  /// The schema it was qualified with, or empty.
  public String schema() {
    return schema;
  }
}
