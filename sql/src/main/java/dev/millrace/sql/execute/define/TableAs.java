package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Bound;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.CatalogRelations;
import dev.millrace.sql.execute.Definitions;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.define.place.TemporaryObjects;
import dev.millrace.sql.execute.define.table.StoredShapes;
import dev.millrace.sql.execute.query.Reader;
import dev.millrace.sql.statement.CreateStatement.CreateTableAs;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// CREATE TABLE … AS: the table and its rows come in one step, computed in the state before it.
record TableAs(CreateTableAs statement, String text) implements Work {

  private static final Function<Snapshot, List<Change.Delta>> NO_ROWS = _ -> List.of();

  @Override
  public Effect effect() {
    return Effect.DEFINE;
  }

  @Override
  public Outcome run(Run run) {
    Frame frame = run.frame();
    Made made = new Made();
    boolean isWhole = frame.reads().isSingle();
    Definitions.changeRows(
        frame,
        edit -> {
          plan(edit, frame, made);
          return isWhole
              ? snapshot -> made.deltas(plan -> Reader.read(plan, List.of(), snapshot, frame))
              : NO_ROWS;
        },
        () -> {});
    if (!isWhole) {
      made.deltas(plan -> Reader.read(plan, List.of(), frame))
          .forEach(delta -> run.writes().add(made.table(), delta.rows()));
    }
    return new Outcome.Done(made.count < 0 ? "CREATE TABLE AS" : "SELECT " + made.count);
  }

  /// The table and what it takes its rows from.
  private static final class Made {
    private @Nullable Item table;
    private @Nullable Bound query;
    private long count = -1;

    Item table() {
      return Objects.requireNonNull(table);
    }

    /// Its rows, if it was made and is to have any.
    List<Change.Delta> deltas(Function<Plan, List<Chunk>> read) {
      List<Change.Delta> deltas = new ArrayList<>();
      Bound bound = query;
      if (bound == null) {
        return deltas;
      }
      count = 0;
      for (Chunk chunk : read.apply(bound.plan())) {
        Chunk rows = new Chunk(Arrays.copyOf(chunk.columns, bound.columns().size()));
        rows.weights = chunk.weights;
        deltas.add(new Change.Delta(table().collection(), rows));
        for (int row = 0; row < chunk.size(); row++) {
          count += chunk.weight(row);
        }
      }
      return deltas;
    }
  }

  private void plan(CatalogEdit edit, Frame frame, Made made) {
    ObjectName name = TemporaryObjects.placed(statement.name(), statement.isTemporary());
    NewItem place = NewItem.of(edit, frame, name);
    if (place.isTaken(ItemKind.TABLE, statement.isIfNotExists(), name.position())) {
      return;
    }
    Binding binding = Binding.of(frame, CatalogRelations.of(frame.names(edit.before())));
    Bound bound =
        binding.binder().bind(statement.query().node(), binding.request(BindMode.ONE_SHOT));
    if (!bound.parameters().isEmpty()) {
      throw DatabaseException.notSupported(
          "CREATE TABLE AS with parameters", statement.query().position());
    }
    List<ColumnDefinition> columns = columns(bound);
    Item item = place.create(text, Set.of(), new ItemBody.Table(columns));
    edit.act(StoredShapes.stored(item));
    made.table = item;
    made.query = statement.withData() ? bound : null;
  }

  private List<ColumnDefinition> columns(Bound bound) {
    if (statement.columns().size() > bound.columns().size()) {
      throw new DatabaseException(SqlState.SYNTAX_ERROR, "too many column names were specified");
    }
    List<ColumnDefinition> columns = new ArrayList<>();
    for (int i = 0; i < bound.columns().size(); i++) {
      Bound.OutputColumn column = bound.columns().get(i);
      boolean isNamed = i < statement.columns().size();
      columns.add(
          ColumnDefinition.of(
              isNamed ? statement.columns().get(i).name() : column.name(), column.type()));
    }
    if (columns.isEmpty()) {
      throw DatabaseException.notSupported("a table without columns", statement.name().position());
    }
    DefineRelations.checkNames(columns.stream().map(ColumnDefinition::name).toList());
    return columns;
  }
}
