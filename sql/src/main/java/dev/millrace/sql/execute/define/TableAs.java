package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.plan.CollectionId;
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
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.define.table.StoredShapes;
import dev.millrace.sql.execute.query.Reader;
import dev.millrace.sql.statement.CreateStatement.CreateTableAs;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// CREATE TABLE … AS: the table and its rows come in one step, computed in the state before it.
record TableAs(CreateTableAs statement, String text) implements Work {

  @Override
  public Effect effect() {
    return Effect.IMMEDIATE;
  }

  @Override
  public Outcome run(Run run) {
    Frame frame = run.frame();
    long[] count = {-1};
    frame.instance().catalog().changeRows(edit -> plan(edit, frame, count));
    return new Outcome.Done(count[0] < 0 ? "CREATE TABLE AS" : "SELECT " + count[0]);
  }

  private Function<Snapshot, List<Change.Delta>> plan(CatalogEdit edit, Frame frame, long[] count) {
    ObjectName name = statement.name();
    if (statement.isTemporary()) {
      throw DatabaseException.notSupported("CREATE TEMPORARY TABLE", name.position());
    }
    NewItem place = NewItem.of(edit, frame, name);
    if (place.isTaken(ItemKind.TABLE, statement.isIfNotExists(), name.position())) {
      return _ -> List.of();
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
    return statement.withData()
        ? snapshot -> rows(item.collection(), bound, snapshot, frame, count)
        : _ -> List.of();
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

  private static List<Change.Delta> rows(
      CollectionId table, Bound bound, Snapshot snapshot, Frame frame, long[] count) {
    List<Change.Delta> deltas = new ArrayList<>();
    count[0] = 0;
    for (Chunk chunk : Reader.read(bound.plan(), snapshot, frame)) {
      Chunk rows = new Chunk(java.util.Arrays.copyOf(chunk.columns, bound.columns().size()));
      rows.weights = chunk.weights;
      deltas.add(new Change.Delta(table, rows));
      for (int row = 0; row < chunk.size(); row++) {
        count[0] += chunk.weight(row);
      }
    }
    return deltas;
  }
}
