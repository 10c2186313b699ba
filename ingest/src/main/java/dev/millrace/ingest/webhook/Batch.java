package dev.millrace.ingest.webhook;

import dev.millrace.dataflow.connector.SourceContext.OutputRows;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Requests that become durable together: their rows, and who waits for an answer. Guarded by its
/// owner's lock until it is taken; afterwards its counts and waiters only are read.
final class Batch {

  /// Rows from which on no further request is added: what bounds the time of a step.
  private static final int ROWS_MAX = 16_384;

  /// Who waits, and what he is told once the batch is durable.
  private record Waiter(Consumer<WebhookAnswer> to, WebhookAnswer answer) {}

  /// What was wrong with a body, and when it came.
  record DeadLetter(DatabaseException failure, long micros) {}

  private final List<SqlType> types;
  private final List<Chunk> chunks = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private @Nullable Chunk dead;
  private int rows;
  private int deadLetters;
  private long bodyBytes;
  private long heldBytes;

  Batch(List<SqlType> types) {
    this.types = types;
  }

  boolean isFull() {
    return rows >= ROWS_MAX;
  }

  /// Adds the rows of a request.
  void add(Payload payload, Consumer<WebhookAnswer> to) {
    for (Slice body : payload.bodies()) {
      Chunk chunk = room();
      append(chunk.columns[0], body);
      for (int i = 0; i < payload.others().length; i++) {
        append(chunk.columns[i + 1], payload.others()[i]);
      }
      chunk.endRow(1);
    }
    rows += payload.bodies().size();
    count(payload, to, WebhookAnswer.ACCEPTED);
  }

  /// Adds a body that could not be read; its sender is told so.
  void addDead(
      Payload payload, DeadLetter letter, WebhookAnswer answer, Consumer<WebhookAnswer> to) {
    if (dead == null) {
      dead = Chunk.of(WebhookShape.DEAD_COLUMNS.stream().map(OutputColumn::type).toList(), 1);
    }
    dead.appendRow(
        new Object[] {
          payload.bodies().getFirst(),
          Slice.utf8(letter.failure().message()),
          Slice.utf8(letter.failure().state().code()),
          letter.micros()
        },
        1);
    deadLetters++;
    count(payload, to, answer);
  }

  private void count(Payload payload, Consumer<WebhookAnswer> to, WebhookAnswer answer) {
    bodyBytes += payload.bodyBytes();
    heldBytes += payload.bytes();
    waiters.add(new Waiter(to, answer));
  }

  private Chunk room() {
    Chunk last = chunks.isEmpty() ? null : chunks.getLast();
    if (last == null || last.size() >= Chunk.CAPACITY) {
      last = Chunk.of(types, 64);
      chunks.add(last);
    }
    return last;
  }

  private static void append(Column column, @Nullable Slice value) {
    if (value == null) {
      column.appendNull();
    } else {
      ((BytesColumn) column).append(value);
    }
  }

  /// The rows, which are the taker's from now on.
  List<OutputRows> outputs() {
    List<OutputRows> outputs = new ArrayList<>(chunks.size() + 1);
    chunks.forEach(chunk -> outputs.add(new OutputRows(WebhookShape.MAIN, chunk)));
    if (dead != null) {
      outputs.add(new OutputRows(WebhookShape.DEAD, dead));
    }
    return outputs;
  }

  int requests() {
    return waiters.size();
  }

  int rows() {
    return rows;
  }

  int deadLetters() {
    return deadLetters;
  }

  long bodyBytes() {
    return bodyBytes;
  }

  long heldBytes() {
    return heldBytes;
  }

  /// Tells everybody what he waits for, or the same to all if it did not work.
  void answer(@Nullable WebhookAnswer failure) {
    for (Waiter waiter : waiters) {
      waiter.to().accept(failure == null ? waiter.answer() : failure);
    }
  }
}
