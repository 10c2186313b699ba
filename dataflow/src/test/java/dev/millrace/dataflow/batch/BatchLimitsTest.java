package dev.millrace.dataflow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.dataflow.port.Pin;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.time.StepTime;
import dev.millrace.model.type.ScalarType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class BatchLimitsTest {

  private static final int ROWS = 100_000;
  private static final Plan NUMBERS =
      new Plan.Get(new CollectionId(1), List.of(ScalarType.INT8, ScalarType.INT8));

  /// Rows `(i * 7919 mod ROWS, i)`.
  private static final class Numbers implements CollectionReader {
    private final AtomicInteger scans = new AtomicInteger();

    @Override
    public void scan(CollectionId collection, Consumer<Chunk> rows) {
      scans.incrementAndGet();
      Chunk chunk = Chunk.of(NUMBERS.types(), Chunk.CAPACITY);
      for (long i = 0; i < ROWS; i++) {
        chunk.appendRow(new Object[] {i * 7919 % ROWS, i}, 1);
        if (chunk.size() == Chunk.CAPACITY) {
          rows.accept(chunk);
          chunk = Chunk.of(NUMBERS.types(), Chunk.CAPACITY);
        }
      }
      rows.accept(chunk);
    }

    @Override
    public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
      throw new IllegalStateException("no index");
    }
  }

  private static BatchRequest request(Plan plan, Limits limits, Interruption interruption) {
    return new BatchRequest(plan, List.of(), new Numbers(), 0, null, limits, interruption);
  }

  private static DatabaseException failure(BatchRequest request) {
    return catchThrowableOfType(DatabaseException.class, () -> BatchExecutor.run(request));
  }

  @Test
  void theFirstRowsOfManyNeedLittleMemory() {
    Plan top = new Plan.TopK(NUMBERS, List.of(), List.of(new SortKey(0, true, false)), 3L, 1L);
    List<Chunk> result =
        BatchExecutor.run(request(top, new Limits(10 << 20, Long.MAX_VALUE), Interruption.none()));
    List<Object> first = new ArrayList<>();
    for (Chunk chunk : result) {
      for (int row = 0; row < chunk.size(); row++) {
        first.add(chunk.row(row)[0]);
      }
    }
    assertThat(first).containsExactly(ROWS - 2L, ROWS - 3L, ROWS - 4L);
  }

  @Test
  void aSortBeyondTheMemoryLimitFailsInsteadOfExhaustingTheServer() {
    Plan all = new Plan.TopK(NUMBERS, List.of(), List.of(new SortKey(0, false, false)), null, 5L);
    assertThat(failure(request(all, new Limits(1 << 20, Long.MAX_VALUE), Interruption.none())))
        .extracting(DatabaseException::state)
        .isEqualTo(SqlState.OUT_OF_MEMORY);
  }

  @Test
  void aResultBeyondItsLimitFails() {
    assertThat(failure(request(NUMBERS, new Limits(1 << 30, 100_000), Interruption.none())))
        .extracting(DatabaseException::state)
        .isEqualTo(SqlState.PROGRAM_LIMIT_EXCEEDED);
  }

  @Test
  void aCrossJoinWithoutResultsIsStillInterrupted() {
    AtomicLong clock = new AtomicLong();
    Interruption timeout = Interruption.after(Duration.ofNanos(1000), clock::incrementAndGet);
    Plan cross =
        new Plan.Join(
            NUMBERS,
            NUMBERS,
            JoinKind.INNER,
            List.of(),
            List.of(),
            List.of(),
            List.of(new Scalar.Literal(false, ScalarType.BOOL)));
    DatabaseException stopped = failure(request(cross, Limits.NONE, timeout));
    assertThat(stopped.state()).isEqualTo(SqlState.QUERY_CANCELED);
    assertThat(stopped.message()).isEqualTo("canceling statement due to statement timeout");
  }

  @Test
  void aCancelledQueryStops() {
    Interruption interruption = Interruption.none();
    interruption.cancel();
    assertThat(failure(request(NUMBERS, Limits.NONE, interruption)).message())
        .isEqualTo("canceling statement due to user request");
  }

  @Test
  void aPartUsedTwiceIsComputedOnce() {
    Numbers numbers = new Numbers();
    Plan distinct = new Plan.Distinct(NUMBERS);
    Plan same = new Plan.Distinct(NUMBERS);
    Plan both =
        new Plan.SetOperation(distinct, same, dev.millrace.dataflow.plan.SetOperator.EXCEPT);
    List<Chunk> result =
        BatchExecutor.run(
            new BatchRequest(both, List.of(), numbers, 0, null, Limits.NONE, Interruption.none()));
    assertThat(result).isEmpty();
    assertThat(numbers.scans).hasValue(1);
  }

  @Test
  void exportedRowsAreFilteredAndTheRestRunsWithoutTheEngine() {
    Numbers numbers = new Numbers();
    Scalar isFalse = new Scalar.Literal(false, ScalarType.BOOL);
    Plan filtered = new Plan.Mfp(NUMBERS, List.of(), List.of(isFalse), List.of(0));
    Plan catalog = new Plan.Get(new CollectionId(-1), List.of(ScalarType.INT8));
    Plan plan = new Plan.Union(List.of(filtered, catalog));
    InputExport export = InputExport.of(plan, id -> id.number() > 0);
    InputExport.Rows rows = export.read(snapshot(numbers), null, new Limits(1000, 1000));
    CollectionReader others =
        new CollectionReader() {
          @Override
          public void scan(CollectionId collection, Consumer<Chunk> out) {
            assertThat(collection.number()).isEqualTo(-1);
            Chunk chunk = Chunk.of(catalog.types(), 1);
            chunk.appendRow(new Object[] {42L}, 1);
            out.accept(chunk);
          }

          @Override
          public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> out) {
            throw new IllegalStateException("no index");
          }
        };
    List<Chunk> result =
        BatchExecutor.run(
            new BatchRequest(
                export.plan(),
                List.of(),
                rows.reader(others),
                rows.time().millis(),
                null,
                Limits.NONE,
                Interruption.none()));
    assertThat(result).hasSize(1);
    assertThat(result.getFirst().row(0)).containsExactly(42L);
    assertThat(numbers.scans).hasValue(1);
  }

  @Test
  void countingALargeTableCopiesNothing() {
    Plan count =
        new Plan.Reduce(
            NUMBERS,
            List.of(),
            List.of(
                new AggregateCall(
                    FunctionRegistry.standard().aggregates("count").getFirst(),
                    List.of(),
                    false,
                    -1,
                    List.of(),
                    ScalarType.INT8)));
    Numbers numbers = new Numbers();
    InputExport export = InputExport.of(count, id -> true);
    Limits small = new Limits(1000, 1000);
    InputExport.Rows rows = export.read(snapshot(numbers), null, small);
    List<Chunk> result =
        BatchExecutor.run(
            new BatchRequest(
                export.plan(),
                List.of(),
                rows.reader(numbers),
                rows.time().millis(),
                null,
                small,
                Interruption.none()));
    assertThat(result.getFirst().row(0)).containsExactly((long) ROWS);
    assertThat(numbers.scans).hasValue(1);
  }

  private static Snapshot snapshot(CollectionReader reader) {
    return new Snapshot() {
      @Override
      public StepTime time() {
        return StepTime.ofMillis(5);
      }

      @Override
      public void scan(CollectionId collection, Consumer<Chunk> rows) {
        reader.scan(collection, rows);
      }

      @Override
      public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
        reader.lookup(index, key, rows);
      }

      @Override
      public long[] keyWeights(CollectionId index, Chunk keys) {
        return reader.keyWeights(index, keys);
      }

      @Override
      public long rowCount(CollectionId collection) {
        return ROWS;
      }

      @Override
      public Pin pin() {
        throw new UnsupportedOperationException();
      }
    };
  }
}
