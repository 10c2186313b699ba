package dev.millrace.sql.session;

import dev.millrace.dataflow.engine.EngineConfig;
import dev.millrace.dataflow.engine.StepClock;
import dev.millrace.dataflow.engine.StepEngine;
import dev.millrace.storage.store.Store;
import dev.millrace.storage.store.StoreConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// A session on a server with a real engine in a directory, which can be restarted.
final class DurableDatabase implements AutoCloseable {

  private final Path directory;
  private StepEngine engine;
  private Database database;

  DurableDatabase(Path directory) {
    this.directory = directory;
    this.engine = engine(directory);
    this.database = Database.open(engine, directory);
  }

  private static StepEngine engine(Path directory) {
    try {
      return new StepEngine(
          Store.open(directory, StoreConfig.DEFAULT), EngineConfig.DEFAULT, StepClock.system());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Database database() {
    return database;
  }

  /// Closes everything and opens it again.
  void restart() {
    close();
    engine = engine(directory);
    database = Database.open(engine, directory);
  }

  /// Ends as a crash does: nothing is said goodbye to.
  void crash() {
    engine.close();
    engine = engine(directory);
    database = Database.open(engine, directory);
  }

  /// The rows of a statement, or the count of its command tag, 0 if it has none.
  List<String> answer(String statement) {
    String tag;
    try {
      database.session.simpleQuery(statement, database.sink);
      database.session.sync(database.sink);
    } catch (RuntimeException e) {
      database.sink.take();
      throw e;
    }
    boolean hasRows = database.sink.hasColumns();
    List<String> rows = database.sink.rows();
    tag = database.sink.lastLine();
    database.sink.take();
    if (hasRows) {
      return rows;
    }
    String last = tag.substring(tag.lastIndexOf(' ') + 1);
    return List.of(last.matches("[0-9]+") ? last : "0");
  }

  @Override
  public void close() {
    database.close();
    database.instance.close();
    engine.close();
  }
}
