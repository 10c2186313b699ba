package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.port.Change;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.WriteBuffer;
import dev.millrace.sql.execute.query.Reader;
import dev.millrace.sql.statement.DataStatement;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.List;

/// TRUNCATE: every row of some tables goes out, in one step. There are no foreign keys to follow,
/// so CASCADE means nothing.
public final class Truncates {

  private Truncates() {}

  public static Work plan(DataStatement.Truncate truncate, Frame frame) {
    Binding binding = Binding.of(frame);
    List<TableTarget> tables = new ArrayList<>();
    for (ObjectName name : truncate.tables()) {
      // As in PostgreSQL, failures about these names have no position.
      tables.add(TableTarget.of(new ObjectName(name.parts(), 0), "truncate", binding));
    }
    return new TruncateWork(tables, truncate.isRestart());
  }

  private record TruncateWork(List<TableTarget> tables, boolean isRestart) implements Work {

    @Override
    public Effect effect() {
      return Effect.WRITE;
    }

    @Override
    public Outcome run(Run run) {
      for (TableTarget table : tables) {
        Plan all = new Plan.Get(table.item().collection(), table.types());
        for (Chunk rows : Reader.read(all, List.of(), run.frame())) {
          put(table, rows, run.writes());
        }
      }
      if (isRestart) {
        restart(run);
      }
      return new Outcome.Done("TRUNCATE TABLE");
    }

    private static void put(TableTarget table, Chunk rows, WriteBuffer writes) {
      if (rows.size() > 0) {
        writes.add(table.item(), ChunkParts.columns(rows, 0, rows.columns.length, -1));
      }
    }

    /// RESTART IDENTITY takes effect when the transaction commits.
    private void restart(Run run) {
      for (Item sequence : owned(run.frame().state())) {
        run.writes().atCommit(() -> entry(run.frame(), sequence));
      }
    }

    private static Change.CatalogEntry entry(Frame frame, Item sequence) {
      return frame.instance().sequences().restartInStep(sequence);
    }

    private boolean isTruncated(long table) {
      return tables.stream().anyMatch(t -> t.item().id() == table);
    }

    private List<Item> owned(CatalogState state) {
      List<Item> owned = new ArrayList<>();
      for (Item item : state.items()) {
        if (item.body() instanceof ItemBody.Sequence sequence
            && sequence.owner() != null
            && isTruncated(sequence.owner().tableId())) {
          owned.add(item);
        }
      }
      return owned;
    }
  }
}
