package dev.millrace.sql.session;

import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.RowStream;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.port.ResultSink;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement with its parameters, and how far its rows have been fetched. SQL's cursors are
/// portals too. Confined to the session's thread.
final class Portal implements AutoCloseable {

  private final Prepared statement;
  private final List<@Nullable Object> parameters;
  private final @Nullable List<ResultColumn> columns;

  private @Nullable RowStream stream;
  private String verb = "SELECT";
  private @Nullable Chunk chunk;
  private int row;
  private int width;
  private int copies;
  private @Nullable Cursor cursor;
  private Hold hold = Hold.NONE;
  private boolean isStarted;
  private boolean isFinished;

  Portal(
      Prepared statement, List<@Nullable Object> parameters, @Nullable List<ResultColumn> columns) {
    this.statement = statement;
    this.parameters = parameters;
    this.columns = columns;
  }

  Prepared statement() {
    return statement;
  }

  Work work() {
    return statement.work();
  }

  List<@Nullable Object> parameters() {
    return parameters;
  }

  /// Columns with the formats that were asked for; null if it returns no rows.
  @Nullable List<ResultColumn> columns() {
    return columns;
  }

  boolean isStarted() {
    return isStarted;
  }

  /// A statement without rows has run.
  void finished() {
    isStarted = true;
    isFinished = true;
  }

  /// The statement has run and this is where its rows come from.
  void started(Outcome.Rows rows) {
    isStarted = true;
    stream = rows.stream();
    width = rows.columns().size();
    verb = rows.verb();
  }

  /// The word in front of the number of rows in the command tag.
  String verb() {
    return verb;
  }

  /// True once all rows were fetched.
  boolean isFinished() {
    return isFinished;
  }

  /// Its rows as a cursor's.
  Cursor cursor() {
    Cursor known = cursor;
    if (known == null) {
      known = new Cursor(this, false);
      cursor = known;
    }
    return known;
  }

  /// Makes it a cursor that can go back; a holdable one reads all its rows now.
  void scroll(boolean isHold, Interruption waiting) {
    Cursor scrolled = new Cursor(this, true);
    cursor = scrolled;
    hold = isHold ? Hold.OF_THIS_TRANSACTION : Hold.NONE;
    if (isHold) {
      scrolled.keepAll(waiting);
    }
  }

  /// The transaction it was opened in ends; true if it outlives it.
  boolean outlives(boolean isCommitted) {
    if (hold == Hold.OF_THIS_TRANSACTION && isCommitted) {
      hold = Hold.OF_THE_SESSION;
    }
    return hold == Hold.OF_THE_SESSION;
  }

  /// How long a cursor lives: WITH HOLD outlives the transaction that declared it if that commits.
  private enum Hold {
    NONE,
    OF_THIS_TRANSACTION,
    OF_THE_SESSION
  }

  /// Takes rows.
  interface Receiver {
    /// Takes rows and forgets them.
    Receiver NOTHING =
        new Receiver() {
          @Override
          public void row(@Nullable Object[] values) {}

          @Override
          public void flush() {}
        };

    /// One row.
    void row(@Nullable Object[] values);

    /// What was handed over should be sent now.
    void flush();

    /// One that sends to a client.
    static Receiver of(ResultSink sink) {
      return new Receiver() {
        @Override
        public void row(@Nullable Object[] values) {
          sink.row(values);
        }

        @Override
        public void flush() {
          sink.flush();
        }
      };
    }
  }

  /// How long to wait for rows: for the first, and then for each further batch.
  record Patience(Duration first, Duration further) {
    /// Until the rows end.
    static final Patience ENDLESS = new Patience(RowStream.FOREVER, RowStream.FOREVER);

    /// Until the first rows come.
    static final Patience ONCE = new Patience(RowStream.FOREVER, Duration.ZERO);
  }

  /// Hands over up to `max` rows; returns how many. The stream's end sets [#isFinished].
  long send(long max, Patience patience, Interruption waiting, Receiver sink) {
    RowStream rows = stream;
    long sent = 0;
    while (sent < max && rows != null) {
      if (chunk == null) {
        Chunk next = rows.next(sent == 0 ? patience.first() : patience.further(), waiting);
        if (next == null) {
          isFinished = true;
          close();
          break;
        }
        if (next.size() == 0) {
          break;
        }
        chunk = next;
        row = 0;
        copies = 0;
      }
      sent += sendFromChunk(chunk, max - sent, sink);
      if (chunk == null && rows.isLive()) {
        sink.flush();
      }
    }
    return sent;
  }

  private long sendFromChunk(Chunk from, long max, Receiver sink) {
    long sent = 0;
    while (row < from.size() && sent < max) {
      sink.row(visible(from.row(row)));
      sent++;
      copies++;
      if (copies >= from.weight(row)) {
        row++;
        copies = 0;
      }
    }
    if (row >= from.size()) {
      chunk = null;
    }
    return sent;
  }

  /// A plan may yield columns behind the result's, which only its order needed.
  private @Nullable Object[] visible(@Nullable Object[] values) {
    return values.length == width ? values : Arrays.copyOf(values, width);
  }

  @Override
  public void close() {
    RowStream rows = stream;
    stream = null;
    chunk = null;
    if (rows != null) {
      rows.close();
    }
  }
}
