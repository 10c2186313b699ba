package dev.millrace.server.demo;

import dev.millrace.ingest.generator.EcommerceModel;
import dev.millrace.ingest.generator.EcommerceProducer;
import dev.millrace.ingest.generator.Pace;
import dev.millrace.ingest.registry.SchemaRegistry;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the tutorial's data to Kafka on a thread of its own while the demo runs.
public final class DemoProducer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DemoProducer.class);

  private final @Nullable Thread thread;

  private DemoProducer(@Nullable Thread thread) {
    this.thread = thread;
  }

  /// Nothing is produced.
  public static DemoProducer none() {
    return new DemoProducer(null);
  }

  /// Starts once the topics are there; a DatabaseException says why they cannot be had.
  public static DemoProducer start(String broker, String registryUrl, int rate) {
    SchemaRegistry registry = SchemaRegistry.of(registryUrl);
    EcommerceProducer producer;
    try {
      producer =
          new EcommerceProducer(
              Map.of(
                  "bootstrap.servers",
                  broker,
                  "request.timeout.ms",
                  10_000,
                  "default.api.timeout.ms",
                  10_000),
              registry,
              new EcommerceModel(System.nanoTime(), 1001, 5000, 0));
    } catch (DatabaseException e) {
      throw e;
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new DatabaseException(
          SqlState.SYSTEM_ERROR, "cannot produce to " + broker + ": " + cause.getMessage());
    }
    Thread thread =
        Thread.ofPlatform().daemon(true).name("producer").unstarted(() -> run(producer, rate));
    thread.start();
    return new DemoProducer(thread);
  }

  private static void run(EcommerceProducer producer, int rate) {
    Pace pace = new Pace(rate, System::nanoTime);
    try (producer) {
      for (long n = 0; ; n++) {
        pace.awaitDue();
        pace.spend(producer.produce(n));
      }
    } catch (InterruptedException _) {
      LOG.atDebug().log("producer ends");
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("error", e.getMessage()).log("nothing is produced any more");
    }
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
