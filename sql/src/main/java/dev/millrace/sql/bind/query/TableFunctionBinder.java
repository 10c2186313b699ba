package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.expression.SpreadColumns;
import dev.millrace.sql.bind.query.FromBinder.Alias;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.FromItem.Table;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.FlatMap;
import dev.millrace.sql.parse.node.FunctionCall;
import dev.millrace.sql.parse.node.TableFunctionNode;
import dev.millrace.sql.resolve.Resolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Binds functions in FROM: set-returning ones, plain ones as a single row, several in step.
final class TableFunctionBinder {

  private final BindContext context;
  private final @Nullable Scope scope;

  /// @param scope columns that arguments may use
  TableFunctionBinder(BindContext context, @Nullable Scope scope) {
    this.context = context;
    this.scope = scope;
  }

  /// One function's rows: its columns under their names, and its row number.
  ///
  /// @param isScalar if the function gives values, not records
  private record Rows(
      Rel rel, List<NamedColumn> columns, @Nullable ColumnRef ordinality, boolean isScalar) {}

  FromItem bind(TableFunctionNode node, @Nullable Alias alias) {
    FunctionCall only = node.functions().getFirst();
    if (!node.columnDefinitions().isEmpty() || RecordFunctions.isOne(functionName(only))) {
      if (node.functions().size() > 1 || node.withOrdinality()) {
        throw DatabaseException.notSupported(
            "a column definition list in ROWS FROM or with ordinality", position(node));
      }
      String name = alias == null ? functionName(only) : alias.name();
      return new RecordFunctions(context, scope).bind(only, node.columnDefinitions(), name);
    }
    List<FunctionCall> calls = node.functions().stream().flatMap(c -> spread(c).stream()).toList();
    boolean isSeveral = calls.size() > 1;
    List<Rows> all = new ArrayList<>();
    for (FunctionCall call : calls) {
      all.add(rows(call, node.withOrdinality() || isSeveral, alias));
    }
    Rows rows = isSeveral ? zip(all, position(node)) : all.getFirst();
    List<NamedColumn> columns = new ArrayList<>(rows.columns);
    if (node.withOrdinality() && rows.ordinality != null) {
      columns.add(new NamedColumn("ordinality", rows.ordinality));
    }
    String name = alias == null ? functionName(node.functions().getFirst()) : alias.name();
    boolean isScalar = !isSeveral && !node.withOrdinality() && rows.isScalar;
    Table table = new Table(name, null, columns, Set.of(), isScalar);
    FromItem item = FromItem.of(rows.rel, table);
    return alias == null ? item : FromBinder.renamed(item, alias);
  }

  /// In FROM, `unnest` of several arrays stands for one `unnest` of each, in step.
  private static List<FunctionCall> spread(FunctionCall call) {
    if (!functionName(call).equals("unnest") || call.arguments().size() < 2) {
      return List.of(call);
    }
    return call.arguments().stream()
        .map(a -> FunctionCall.of("unnest", call.getParserPosition(), a))
        .toList();
  }

  private static String functionName(FunctionCall call) {
    return call.name().names.getLast();
  }

  private Rows rows(FunctionCall call, boolean withOrdinality, @Nullable Alias alias) {
    Stage stage = Stage.rows("functions in FROM");
    Scope visible = new Scope(scope, FromItem.none());
    ExpressionBinder binder = new ExpressionBinder(context, visible, stage);
    String name = functionName(call);
    if (!context.resolver().hasTableFunction(name)) {
      Scalar value = binder.known(call);
      return single(stage, alias == null ? name : alias.name(), value);
    }
    Resolver.Resolved<TableFunction> resolved =
        context.resolver().tableFunction(name, binder.operands(call.arguments()), position(call));
    List<NamedColumn> columns = new ArrayList<>();
    List<ColumnRef> refs = new ArrayList<>();
    List<TableFunction.OutputColumn> outputs = resolved.function().columns();
    for (int i = 0; i < outputs.size(); i++) {
      ColumnRef ref = context.columns().fresh(resolved.columns().get(i));
      refs.add(ref);
      // A column without a name of its own is named as the table is.
      boolean isUnnamed = outputs.get(i).name().equals(resolved.function().name());
      String column = isUnnamed && alias != null ? alias.name() : outputs.get(i).name();
      columns.add(new NamedColumn(column, ref));
    }
    ColumnRef ordinality = withOrdinality ? context.columns().fresh(ScalarType.INT8) : null;
    Rel input = stage.applyHoists(Rel.Rows.unit());
    Rel rel = new FlatMap(input, resolved.function(), resolved.arguments(), refs, ordinality);
    if (SpreadColumns.isSpread(name)) {
      SpreadColumns spread =
          SpreadColumns.of(
              context, name, rel, refs.getFirst(), resolved.arguments(), position(call));
      return new Rows(spread.rel(), spread.columns(), ordinality, false);
    }
    return new Rows(rel, columns, ordinality, outputs.size() == 1);
  }

  /// A plain function in FROM is a table of one row.
  private Rows single(Stage stage, String name, Scalar value) {
    ColumnRef column = context.columns().fresh(value.type());
    ColumnRef ordinality = context.columns().fresh(ScalarType.INT8);
    List<Binding> bindings =
        List.of(
            new Binding(column, value),
            new Binding(ordinality, new Scalar.Literal(1L, ScalarType.INT8)));
    Rel rel = new Extend(stage.applyHoists(Rel.Rows.unit()), bindings);
    return new Rows(rel, List.of(new NamedColumn(name, column)), ordinality, true);
  }

  private Rows zip(List<Rows> all, int at) {
    Rows first = all.getFirst();
    Lockstep step = new Lockstep(context, at);
    Lockstep.Stepped stepped =
        new Lockstep.Stepped(first.rel, Objects.requireNonNull(first.ordinality));
    List<NamedColumn> columns = new ArrayList<>(first.columns);
    for (Rows next : all.subList(1, all.size())) {
      stepped =
          step.zip(
              stepped, new Lockstep.Stepped(next.rel, Objects.requireNonNull(next.ordinality)));
      columns.addAll(next.columns);
    }
    return new Rows(stepped.rel(), columns, stepped.ordinality(), false);
  }
}
