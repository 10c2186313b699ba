package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.expression.Evaluator;
import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.ErrorPlace;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Environment;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.table.Constraint;
import dev.millrace.sql.catalog.table.Filling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a table demands of its rows: NOT NULL, CHECK, unique keys, and the values of generated
/// columns, bound to positions. Immutable.
///
/// @param checks in the order in which PostgreSQL tries them: by name
/// @param keys oldest first
/// @param generated expressions of the generated columns by position
record TableRules(
    Item item,
    String schema,
    List<ColumnDefinition> columns,
    List<Check> checks,
    List<KeyRule> keys,
    TreeMap<Integer, Scalar> generated) {

  /// In a message a value is cut off here.
  private static final int SHOWN_BYTES_MAX = 64;

  /// A CHECK over the positions of a row.
  record Check(String name, Scalar condition) {}

  /// The rules of a table in one version of the catalog.
  static TableRules of(Item item, CatalogState state, RuleBinding binding) {
    ItemBody.Table table = (ItemBody.Table) item.body();
    List<Check> checks = new ArrayList<>();
    for (Constraint constraint : table.constraints()) {
      if (constraint instanceof Constraint.Check check) {
        checks.add(new Check(check.name(), binding.check(check.condition())));
      }
    }
    checks.sort(Comparator.comparing(Check::name));
    TreeMap<Integer, Scalar> generated = new TreeMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      ColumnDefinition column = table.columns().get(i);
      if (!column.isDropped() && column.filling() instanceof Filling.Generated(String text)) {
        generated.put(i, binding.generated(text, column));
      }
    }
    return new TableRules(
        item,
        state.requireSchema(item.schemaId()).name(),
        table.columns(),
        checks,
        keys(item, state),
        generated);
  }

  /// The unique keys of a table.
  private static List<KeyRule> keys(Item item, CatalogState state) {
    ItemBody.Table table = (ItemBody.Table) item.body();
    TreeMap<Long, Boolean> indexes = new TreeMap<>();
    table.uniqueIndexes().forEach(id -> indexes.put(id, false));
    for (Constraint constraint : table.constraints()) {
      if (constraint instanceof Constraint.Key key) {
        indexes.put(key.indexId(), true);
      }
    }
    List<KeyRule> keys = new ArrayList<>();
    indexes.forEach((id, isConstraint) -> {
      Item index = state.requireItem(id);
      List<Integer> columns = ((ItemBody.Index) index.body()).key();
      keys.add(new KeyRule(index.name(), index.collection(), isConstraint, columns));
    });
    return keys;
  }

  int width() {
    return columns.size();
  }

  /// The plan with the generated columns computed, for a plan whose columns are the table's from
  /// position `first` on.
  Plan withGenerated(Plan plan, int first) {
    if (generated.isEmpty()) {
      return plan;
    }
    int width = plan.types().size();
    List<Scalar> maps = new ArrayList<>();
    List<Integer> projection = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      Scalar expression = i < first ? null : generated.get(i - first);
      if (expression == null) {
        projection.add(i);
      } else {
        projection.add(width + maps.size());
        maps.add(shifted(expression, first));
      }
    }
    return new Plan.Mfp(plan, maps, List.of(), projection);
  }

  private static Scalar shifted(Scalar scalar, int by) {
    return by == 0
        ? scalar
        : ScalarTrees.rewrite(
            scalar,
            s ->
                s instanceof Scalar.ColumnRef(int index, var type)
                    ? new Scalar.ColumnRef(index + by, type)
                    : s);
  }

  /// The rules ready to be applied by one run of a statement.
  RowChecks prepare(@Nullable Environment environment) {
    List<Evaluator> conditions =
        checks.stream().map(c -> Interpreter.prepare(c.condition(), environment)).toList();
    return new RowChecks(this, conditions);
  }

  /// 23502 for a row.
  DatabaseException nullViolation(int column, Chunk rows, int row) {
    String name = columns.get(column).name();
    return new DatabaseException(
            SqlState.NOT_NULL_VIOLATION,
            "null value in column \""
                + name
                + "\" of relation \""
                + item.name()
                + "\" violates not-null constraint")
        .withDetail("Failing row contains (" + text(rows, row) + ").")
        .about(ErrorPlace.column(schema, item.name(), name));
  }

  /// 23514 for a row.
  DatabaseException checkViolation(String check, Chunk rows, int row) {
    return new DatabaseException(
            SqlState.CHECK_VIOLATION,
            "new row for relation \""
                + item.name()
                + "\" violates check constraint \""
                + check
                + "\"")
        .withDetail("Failing row contains (" + text(rows, row) + ").")
        .about(ErrorPlace.constraint(schema, item.name(), check));
  }

  /// 23505 for a row.
  DatabaseException uniqueViolation(KeyRule key, Chunk rows, int row) {
    return new DatabaseException(
            SqlState.UNIQUE_VIOLATION,
            "duplicate key value violates unique constraint \"" + key.name() + "\"")
        .withDetail("Key " + keyText(key.columns(), rows, row) + " already exists.")
        .about(ErrorPlace.constraint(schema, item.name(), key.name()));
  }

  /// `(a, b)=(1, x)`.
  String keyText(List<Integer> key, Chunk rows, int row) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int column : key) {
      names.add(columns.get(column).name());
      values.add(value(rows, row, column));
    }
    return "(" + String.join(", ", names) + ")=(" + String.join(", ", values) + ")";
  }

  private String text(Chunk rows, int row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).isDropped()) {
        values.add(cut(value(rows, row, i)));
      }
    }
    return String.join(", ", values);
  }

  private String value(Chunk rows, int row, int column) {
    Object value = rows.columns[column].value(row);
    return value == null ? "null" : TextFormat.text(columns.get(column).type(), value);
  }

  private static String cut(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= SHOWN_BYTES_MAX) {
      return text;
    }
    int end = SHOWN_BYTES_MAX;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "...";
  }
}
