package dev.millrace.model.function;

import dev.millrace.model.type.SqlType;
import java.util.List;

/// A resolved set-returning function: `unnest`, `generate_series`, `jsonb_array_elements`, …
///
/// @param id unique and stable text: it is stored in plans
/// @param columns names and (maybe polymorphic) types of the rows it returns
/// @param body called once per input row
public record TableFunction(
    String id,
    String name,
    List<SqlType> arguments,
    boolean isVariadic,
    List<OutputColumn> columns,
    boolean isStrict,
    Body body) {

  /// A column of the result.
  public record OutputColumn(String name, SqlType type) {}

  public TableFunction {
    arguments = List.copyOf(arguments);
    columns = List.copyOf(columns);
  }

  /// The rows for one set of arguments.
  @FunctionalInterface
  public interface Body {
    /// Emits the rows in order. A pure function of the arguments (boxed; null is NULL).
    void call(CallTypes types, Object[] arguments, RowSink out);
  }

  /// Takes rows; returns false when no more are wanted.
  @FunctionalInterface
  public interface RowSink {
    /// Takes one row of boxed values.
    boolean row(@org.jspecify.annotations.Nullable Object... values);
  }
}
