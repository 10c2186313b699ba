package dev.millrace.sql.execute.explain;

import dev.millrace.dataflow.port.EngineStatus;
import dev.millrace.dataflow.port.EngineStatus.CollectionStatus;
import dev.millrace.dataflow.port.EngineStatus.OperatorStatus;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// EXPLAIN ANALYZE of an index or a materialized view: what its operators have done since the
/// server started, and what they hold, from the collection down to those it reads.
final class Figures {

  private final boolean withCpu;
  private final boolean withMemory;
  private final Map<Integer, OperatorStatus> operators = new HashMap<>();
  private final Map<Integer, CollectionStatus> collections = new HashMap<>();
  private final Set<Integer> shown = new HashSet<>();
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  private Figures(boolean withCpu, boolean withMemory, EngineStatus status) {
    this.withCpu = withCpu;
    this.withMemory = withMemory;
    status.operators().forEach(o -> operators.put(o.operator(), o));
    status.collections().forEach(c -> collections.putIfAbsent(c.operator(), c));
  }

  static ExplainWork plan(ObjectName name, boolean withCpu, boolean withMemory, Frame frame) {
    Names.Found found = frame.names().require(name.parts(), name.position());
    boolean isMaintained =
        found instanceof Names.Found.OfUser(Item of)
            && (of.body() instanceof ItemBody.Index
                || of.body() instanceof ItemBody.MaterializedView);
    if (!isMaintained || !(found instanceof Names.Found.OfUser(Item item))) {
      throw DatabaseException.at(
          name.position(),
          SqlState.WRONG_OBJECT_TYPE,
          "\"" + name + "\" is not an index or a materialized view");
    }
    List<ResultColumn> columns = new ArrayList<>();
    columns.add(ExplainWork.column("operator", ScalarType.TEXT));
    if (withCpu) {
      columns.add(ExplainWork.column("total_elapsed", ScalarType.of(TypeId.INTERVAL)));
      columns.add(ExplainWork.column("rows_in", ScalarType.INT8));
      columns.add(ExplainWork.column("rows_out", ScalarType.INT8));
    }
    if (withMemory) {
      columns.add(ExplainWork.column("total_memory", ScalarType.INT8));
      columns.add(ExplainWork.column("total_records", ScalarType.INT8));
    }
    return new ExplainWork(
        columns,
        false,
        now -> new Figures(withCpu, withMemory, now.instance().engineStatus()).of(item));
  }

  private List<@Nullable Object[]> of(Item item) {
    for (CollectionStatus collection : collections.values()) {
      if (collection.id().equals(item.collection())) {
        add(collection.operator(), 0);
        return rows;
      }
    }
    throw new DatabaseException(
        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "\"" + item.name() + "\" is not running");
  }

  private void add(int number, int depth) {
    OperatorStatus operator = operators.get(number);
    CollectionStatus collection = collections.get(number);
    boolean isInput = depth > 0 && collection != null;
    if (operator == null || isInput || !shown.add(number)) {
      String what = operator == null ? "stored" : operator.description();
      String of = collection == null ? "" : " of " + collection.name();
      row("  ".repeat(depth) + "Read " + what + of, null);
      return;
    }
    row("  ".repeat(depth) + operator.description(), operator);
    operator.inputs().forEach(input -> add(input, depth + 1));
  }

  /// @param figures null for what is read and is another collection's
  private void row(String text, @Nullable OperatorStatus figures) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(Slice.utf8(text));
    if (withCpu) {
      row.add(figures == null ? null : new Interval(0, 0, figures.micros()).toSlice());
      row.add(figures == null ? null : figures.rowsIn());
      row.add(figures == null ? null : figures.rowsOut());
    }
    if (withMemory) {
      row.add(figures == null ? null : figures.stateBytes());
      row.add(figures == null ? null : figures.stateRows());
    }
    rows.add(row.toArray());
  }
}
