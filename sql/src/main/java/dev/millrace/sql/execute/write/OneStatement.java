package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.execute.Commit;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.TransactionReads;
import dev.millrace.sql.execute.WriteBuffer;
import dev.millrace.sql.execute.query.Reader;
import java.util.ArrayList;
import java.util.List;

/// A statement that reads and writes and is a whole transaction: it sees the state of one step and
/// becomes the next. While it reads little it runs between the two, so that nothing can come in
/// between; a larger one reads beside the engine and is tried again if what it read has changed.
final class OneStatement {

  /// Rows of a collection that is scanned, up to which a statement runs between two steps: a few
  /// milliseconds.
  private static final long ROWS_IN_STEP_MAX = 20_000;

  /// The same where several are scanned, which a join may multiply.
  private static final long ROWS_JOINED_IN_STEP_MAX = 1_000;

  /// Tries beside the engine; the next one runs between two steps, whatever it takes.
  private static final int TRIES = 3;

  private OneStatement() {}

  /// Turns rows into what is written. May be called several times; the last call counts.
  @FunctionalInterface
  interface Writer {
    /// Puts what follows from the rows read, and from others looked up by key, into the buffer.
    void write(List<Chunk> rows, Probe probe, WriteBuffer writes);
  }

  /// Runs the plan and commits what is written.
  ///
  /// @param later plans that the writer may read, too
  /// @param writes empty, and left empty
  static void run(Plan plan, List<Plan> later, Frame frame, WriteBuffer writes, Writer writer) {
    List<Plan> all = new ArrayList<>(later);
    all.add(plan);
    try {
      if (!inStep(plan, all, frame, writes, writer, false)) {
        for (int i = 0; i < TRIES; i++) {
          if (beside(plan, frame, writes, writer)) {
            return;
          }
        }
        inStep(plan, all, frame, writes, writer, true);
      }
    } finally {
      writes.clear();
    }
  }

  /// False if it reads too much to be run there.
  private static boolean inStep(
      Plan plan, List<Plan> all, Frame frame, WriteBuffer writes, Writer writer, boolean isForced) {
    boolean[] isDone = {false};
    Commit.inOneStep(
        frame,
        writes,
        (snapshot, buffer) -> {
          frame.interruption().check();
          isDone[0] = isForced || isSmall(all, frame, snapshot);
          if (isDone[0]) {
            List<Chunk> rows = Reader.read(plan, List.of(), snapshot, frame);
            writer.write(rows, Probe.of(snapshot, frame), buffer);
          }
        });
    return isDone[0];
  }

  private static boolean isSmall(List<Plan> plans, Frame frame, Snapshot snapshot) {
    long rows = 0;
    int scans = 0;
    for (Plan plan : plans) {
      for (Plan node : PlanTrees.inOrder(Reader.withIndexes(plan, frame))) {
        if (node instanceof Plan.Get get && get.id().number() > 0) {
          rows += snapshot.rowCount(get.id());
          scans++;
        }
      }
    }
    return rows <= (scans > 1 ? ROWS_JOINED_IN_STEP_MAX : ROWS_IN_STEP_MAX);
  }

  /// False if what was read has changed before what is written could be committed.
  private static boolean beside(Plan plan, Frame frame, WriteBuffer writes, Writer writer) {
    writes.clear();
    try (TransactionReads reads = new TransactionReads(frame.instance().engine(), writes)) {
      Frame reading = frame.reading(reads);
      writer.write(Reader.read(plan, List.of(), reading), Probe.of(reads, reading), writes);
      Commit.run(frame.instance(), writes, reads, frame.interruption());
      return true;
    } catch (DatabaseException e) {
      if (e.state() == SqlState.SERIALIZATION_FAILURE) {
        return false;
      }
      throw e;
    }
  }
}
