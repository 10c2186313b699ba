package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.type.SqlType;
import org.jspecify.annotations.Nullable;

/// A column that is written to.
///
/// @param defaultValue of type `type`, null if the column has no default
/// @param source whether statements may give a value
public record InsertColumn(
    String name, SqlType type, @Nullable Scalar defaultValue, ValueSource source) {

  /// A column that takes what it is given.
  public InsertColumn(String name, SqlType type, @Nullable Scalar defaultValue) {
    this(name, type, defaultValue, ValueSource.ANY);
  }

  /// Where a column's values come from.
  public enum ValueSource {
    /// What is given, else the default.
    ANY,
    /// GENERATED ALWAYS AS IDENTITY: the default, and nothing else may be given.
    IDENTITY,
    /// GENERATED ALWAYS AS (expression): computed later, and nothing may be given.
    EXPRESSION,
    /// OVERRIDING USER VALUE: the default, whatever is given.
    DEFAULT
  }

  /// What the column gets if nothing is given.
  public Scalar valueOrNull() {
    return defaultValue == null ? new Literal(null, type) : defaultValue;
  }

  /// True if the default takes the place of a given value.
  public boolean isOverridden() {
    return source == ValueSource.DEFAULT;
  }

  /// True if no value may be given.
  public boolean isAlwaysGenerated() {
    return source == ValueSource.IDENTITY || source == ValueSource.EXPRESSION;
  }

  /// Says why no value may be given, as in DETAIL.
  public String reason() {
    return source == ValueSource.IDENTITY
        ? "Column \"" + name + "\" is an identity column defined as GENERATED ALWAYS."
        : "Column \"" + name + "\" is a generated column.";
  }
}
