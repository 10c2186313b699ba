package dev.millrace.sql.bind.expression;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.text.RegexFunctions;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.resolve.Constants;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Functions with as many columns as a constant argument says: `csv_extract(2, line)`,
/// `regexp_extract('(a)(b)', text)`. Their rows come as arrays, of which each element becomes a
/// column.
public record SpreadColumns(Rel rel, List<NamedColumn> columns) {

  /// PostgreSQL's limit of columns.
  private static final int COLUMNS_MAX = 1_600;

  private static final Set<String> NAMES = Set.of("csv_extract", "regexp_extract");

  private static final ScalarFunction ELEMENT =
      Objects.requireNonNull(
          FunctionRegistry.standard().function("array_subscript(anyarray,variadic int4)"));

  /// True for functions of this kind.
  public static boolean isSpread(String name) {
    return NAMES.contains(name);
  }

  /// The columns of a call whose rows are in `array`.
  public static SpreadColumns of(
      BindContext context,
      String name,
      Rel rows,
      ColumnRef array,
      List<Scalar> arguments,
      int position) {
    if (!(Constants.fold(arguments.getFirst()) instanceof Literal literal)
        || literal.value() == null) {
      throw DatabaseException.notSupported(
          name + " of anything but a constant first argument", position);
    }
    int width =
        literal.value() instanceof Integer count
            ? count
            : RegexFunctions.width((Slice) literal.value());
    if (width < 1 || width > COLUMNS_MAX) {
      throw DatabaseException.notSupported(name + " of " + width + " columns", position);
    }
    List<Binding> bindings = new ArrayList<>();
    List<NamedColumn> columns = new ArrayList<>();
    for (int i = 1; i <= width; i++) {
      ColumnRef column = context.columns().fresh(ScalarType.TEXT);
      Literal index = new Literal(i, ScalarType.INT4);
      Scalar element = new Call(ELEMENT, List.of(array, index), ScalarType.TEXT);
      bindings.add(new Binding(column, element));
      columns.add(new NamedColumn("column" + i, column));
    }
    return new SpreadColumns(new Extend(rows, bindings), columns);
  }
}
