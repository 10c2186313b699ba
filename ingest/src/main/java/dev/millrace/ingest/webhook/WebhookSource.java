package dev.millrace.ingest.webhook;

import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceContext.OutputRows;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.ingest.webhook.Batch.DeadLetter;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Requests are not handed to the engine one by one. The first one that finds no batch open opens
 * one and asks the engine for a step; those that come until the engine gets to it join the batch.
 * So a single request waits for nothing but its own fsync, and under load one fsync serves as many
 * requests as came during the last one: the batch grows with the load, there is no timer.
 */

/// A webhook at work. Requests come on any thread and are never made to wait: the answer is given
/// later, on the engine's thread when the rows are durable and visible, or at once if the request
/// is refused.
public final class WebhookSource implements Source {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookSource.class);

  private final WebhookShape shape;
  private final List<SqlType> types;
  private final @Nullable RequestCheck check;
  private final Admission admission;
  private final CompletableFuture<SourceContext> running = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();

  /// The batch that the engine was asked to take and has not taken. Guarded by `lock`.
  private @Nullable Batch open;

  WebhookSource(WebhookShape shape, @Nullable RequestCheck check, Admission admission) {
    this.shape = shape;
    this.types = shape.types();
    this.check = check;
    this.admission = admission;
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    running.complete(context);
    context.status(SourceStatus.RUNNING, null);
    closed.await();
  }

  @Override
  public void close() {
    running.cancel(false);
    closed.countDown();
  }

  /// Takes a request; `to` is told exactly once what to answer.
  public void receive(WebhookRequest request, Consumer<WebhookAnswer> to) {
    if (!admission.enter()) {
      to.accept(WebhookAnswer.OVERLOADED);
      var _ = running.thenAccept(context -> context.count("rejected_overload", 1));
      return;
    }
    Consumer<WebhookAnswer> leaving =
        answer -> {
          admission.leave();
          to.accept(answer);
        };
    if (running.isDone() && closed.getCount() > 0) {
      take(running.join(), request, leaving);
    } else {
      var _ =
          running.whenComplete((context, failure) -> {
            if (failure != null || closed.getCount() == 0) {
              leaving.accept(WebhookAnswer.GONE);
            } else {
              take(context, request, leaving);
            }
          });
    }
  }

  private void take(SourceContext context, WebhookRequest request, Consumer<WebhookAnswer> to) {
    Consumer<Batch> content;
    try {
      content = content(request, to);
    } catch (RefusedException e) {
      context.count(e.counter(), 1);
      to.accept(e.answer());
      return;
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("a webhook's request failed");
      to.accept(WebhookAnswer.refused(500, "internal error"));
      return;
    }
    if (content == null) {
      to.accept(WebhookAnswer.ACCEPTED);
    } else {
      add(context, content);
    }
  }

  /// What the request adds to a batch; null if it holds no rows. Refuses it if it must.
  private @Nullable Consumer<Batch> content(WebhookRequest request, Consumer<WebhookAnswer> to) {
    RequestHeaders headers = RequestHeaders.of(request.headers());
    if (check != null) {
      check.verify(request, headers);
    }
    byte[] body = request.body();
    List<Slice> bodies;
    try {
      bodies = shape.bodies(body);
    } catch (DatabaseException e) {
      return deadLetter(request, e, to);
    }
    if (bodies.isEmpty()) {
      return null;
    }
    Payload payload = Payload.of(bodies, shape.others(headers), body.length);
    admit(payload);
    return batch -> batch.add(payload, to);
  }

  /// The body was not what the source takes, though its sender was let in: it is kept for whoever
  /// has to find out why.
  private Consumer<Batch> deadLetter(
      WebhookRequest request, DatabaseException failure, Consumer<WebhookAnswer> to) {
    WebhookAnswer answer =
        WebhookAnswer.refused(
            400,
            "failed to deserialize body as "
                + shape.format().word()
                + ": "
                + failure.message()
                + (failure.detail() == null ? "" : ": " + failure.detail()));
    byte[] body = request.body();
    Payload payload = Payload.of(List.of(Slice.of(body)), new Slice[0], body.length);
    admit(payload);
    DeadLetter dead = new DeadLetter(failure, Moments.micros(request.receivedAt()));
    return batch -> batch.addDead(payload, dead, answer, to);
  }

  private void admit(Payload payload) {
    if (payload.bytes() > admission.limits().requestBytesMax()) {
      throw new RefusedException(
          WebhookAnswer.refused(413, "the rows of the request take too many bytes"),
          "rejected_too_large");
    }
    if (!admission.hold(payload.bytes())) {
      throw new RefusedException(WebhookAnswer.OVERLOADED, "rejected_overload");
    }
  }

  private void add(SourceContext context, Consumer<Batch> content) {
    Batch fresh = null;
    lock.lock();
    try {
      Batch batch = open;
      if (batch == null || batch.isFull()) {
        fresh = batch = open = new Batch(types);
      }
      content.accept(batch);
    } finally {
      lock.unlock();
    }
    if (fresh != null) {
      Batch mine = fresh;
      var _ =
          context
              .append(() -> taken(mine))
              .whenComplete((_, failure) -> finish(context, mine, failure));
    }
  }

  private List<OutputRows> taken(Batch batch) {
    shut(batch);
    return batch.outputs();
  }

  /// From now on nobody adds to the batch.
  private void shut(Batch batch) {
    lock.lock();
    try {
      if (open == batch) {
        open = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private void finish(SourceContext context, Batch batch, @Nullable Throwable failure) {
    shut(batch);
    admission.release(batch.heldBytes());
    if (failure != null) {
      boolean isGone = closed.getCount() == 0;
      batch.answer(isGone ? WebhookAnswer.GONE : WebhookAnswer.UNAVAILABLE);
      return;
    }
    context.count("messages_received", batch.requests());
    context.count("bytes_received", batch.bodyBytes());
    context.count("updates_staged", batch.rows());
    context.count("updates_committed", batch.rows());
    if (batch.deadLetters() > 0) {
      context.count("dead_letters", batch.deadLetters());
    }
    batch.answer(null);
  }
}
