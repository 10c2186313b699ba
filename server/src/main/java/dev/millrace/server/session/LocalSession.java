package dev.millrace.server.session;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.sql.execute.Instance;
import dev.millrace.sql.port.ConnectRequest;
import dev.millrace.sql.port.CopyFormat;
import dev.millrace.sql.port.CopyInput;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.port.ResultSink;
import dev.millrace.sql.session.SqlSession;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session inside the server's own process: for the demo and for measurements. Used by one
/// thread, but for `cancel`. Failures are DatabaseExceptions as for any client.
public final class LocalSession implements AutoCloseable {

  /// Counted downwards, out of the way of the wire's process ids.
  private static final AtomicInteger PROCESS_ID = new AtomicInteger();

  private final SqlSession session;

  private LocalSession(SqlSession session) {
    this.session = session;
  }

  /// Opens a session of the user `materialize`.
  public static LocalSession open(Instance instance) {
    ConnectRequest request =
        new ConnectRequest(
            "materialize", "materialize", Map.of(), "127.0.0.1", PROCESS_ID.decrementAndGet());
    return new LocalSession(SqlSession.open(instance, request, new Answer(null, _ -> {})));
  }

  /// Runs statements and returns all their rows, values as text.
  public List<List<@Nullable String>> query(String sql) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    session.simpleQuery(sql, new Answer(null, rows::addAll));
    return rows;
  }

  /// Runs a statement whose rows keep coming (SUBSCRIBE) and hands them over batch by batch, until
  /// it is cancelled, which ends this with a DatabaseException (57014).
  public void follow(String sql, Consumer<List<List<@Nullable String>>> batches) {
    session.simpleQuery(sql, new Answer(null, batches));
  }

  /// Runs a `COPY … TO STDOUT` and writes its data to a stream.
  public void copy(String sql, OutputStream out) {
    session.simpleQuery(sql, new Answer(out, _ -> {}));
  }

  /// Stops what runs. Any thread.
  public void cancel() {
    session.cancel();
  }

  @Override
  public void close() {
    session.close();
  }

  /// Gathers rows as text until a flush or the statement's end.
  private static final class Answer implements ResultSink {

    private final @Nullable OutputStream copy;
    private final Consumer<List<List<@Nullable String>>> batches;
    private List<ResultColumn> columns = List.of();
    private List<List<@Nullable String>> batch = new ArrayList<>();

    Answer(@Nullable OutputStream copy, Consumer<List<List<@Nullable String>>> batches) {
      this.copy = copy;
      this.batches = batches;
    }

    @Override
    public void columns(List<ResultColumn> newColumns) {
      columns = newColumns;
    }

    @Override
    public void row(@Nullable Object[] values) {
      List<@Nullable String> row = new ArrayList<>(values.length);
      for (int i = 0; i < values.length; i++) {
        Object value = values[i];
        row.add(value == null ? null : TextFormat.text(columns.get(i).type(), value));
      }
      batch.add(row);
    }

    @Override
    public void flush() {
      if (!batch.isEmpty()) {
        batches.accept(batch);
        batch = new ArrayList<>();
      }
      try {
        if (copy != null) {
          copy.flush();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void commandComplete(String tag) {
      flush();
    }

    @Override
    public void emptyQuery() {}

    @Override
    public void portalSuspended() {}

    @Override
    public CopyInput copyIn(CopyFormat format, int columnCount) {
      return () -> null;
    }

    @Override
    public void copyOut(CopyFormat format, int columnCount) {}

    @Override
    public void copyData(byte[] data, int offset, int length) {
      try {
        if (copy != null) {
          copy.write(data, offset, length);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void copyDone() {
      flush();
    }

    @Override
    public void notice(Notice notice) {}

    @Override
    public void parameterStatus(String name, String value) {}
  }
}
