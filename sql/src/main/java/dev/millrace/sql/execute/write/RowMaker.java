package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.expression.Evaluator;
import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.function.Environment;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.execute.Binding;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes single rows of a table from expressions, generated columns last. Confined to one run.
final class RowMaker {

  private final TableRules rules;
  private final @Nullable Environment environment;
  private final List<@Nullable Object> parameters;
  private final TreeMap<Integer, Evaluator> generated = new TreeMap<>();

  RowMaker(TableRules rules, List<@Nullable Object> parameters, @Nullable Environment environment) {
    this.rules = rules;
    this.parameters = parameters;
    this.environment = environment;
    rules
        .generated()
        .forEach((column, s) -> generated.put(column, Interpreter.prepare(s, environment)));
  }

  /// An expression made ready.
  Evaluator prepare(Scalar scalar) {
    return Interpreter.prepare(Binding.withParameters(scalar, parameters), environment);
  }

  List<Evaluator> prepare(List<Scalar> scalars) {
    return scalars.stream().map(this::prepare).toList();
  }

  /// The row of the values.
  Chunk row(List<Evaluator> values, @Nullable Object[] over, int weight) {
    @Nullable Object[] row = new Object[rules.width()];
    for (int i = 0; i < row.length; i++) {
      row[i] = values.get(i).evaluate(over);
    }
    generated.forEach((column, expression) -> row[column] = expression.evaluate(row));
    return chunk(row, weight);
  }

  /// A chunk of one row.
  Chunk chunk(@Nullable Object[] row, int weight) {
    Chunk chunk = Chunk.of(rules.columns().stream().map(ColumnDefinition::type).toList(), 1);
    chunk.appendRow(row, weight);
    return chunk;
  }
}
