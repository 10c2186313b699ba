package dev.millrace.ingest.generator;

import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceContext.OutputRows;
import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.ingest.DeadLetters;
import dev.millrace.ingest.generator.EcommerceModel.Text;
import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The e-commerce tutorial as a source: relations users, purchases and items with the columns that
/// the tutorial's Avro sources have, the current row kept per key. The position is the number of
/// iterations done. With `nullKeys` the records whose id is 0 come without a key, as the tutorial's
/// producer makes them, and become dead letters.
final class EcommerceGenerator implements Source {

  /// Microseconds from 1970-01-01 to 2000-01-01.
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private static final int USERS = 0;
  private static final int PURCHASES = 1;
  private static final int ITEMS = 2;
  private static final int DEAD = 3;

  private static final SqlType TEXT = ScalarType.TEXT;
  private static final SqlType INT = ScalarType.INT4;

  /// What the source produces.
  static final List<Output> OUTPUTS =
      List.of(
          output(
              "users",
              column("id", INT),
              column("name", TEXT),
              column("email", TEXT),
              column("city", TEXT),
              column("state", TEXT),
              column("zipcode", TEXT)),
          output(
              "purchases",
              column("user_id", INT),
              column("id", TEXT),
              column("item_ids", new ListType(INT)),
              column("total", TEXT)),
          output(
              "items",
              column("id", INT),
              column("name", TEXT),
              column("price", TEXT),
              column("description", TEXT),
              column("material", TEXT)),
          DeadLetters.OUTPUT);

  /// What to generate.
  ///
  /// @param rate records a second, 0 for as many as are taken
  /// @param recordsMax stop after this many (at the end of an iteration)
  record Settings(
      double rate,
      long seed,
      int users,
      int items,
      long purchases,
      boolean nullKeys,
      long recordsMax) {}

  private final Settings settings;
  private final EcommerceModel model;
  private final Text text = new Text();
  private final Text key = new Text();
  private final byte[] list = new byte[4 + 8 * EcommerceModel.ITEMS_MAX];
  private final Chunk[] chunks = new Chunk[OUTPUTS.size()];
  private volatile boolean isClosed;
  private long nowMicros;
  private int pending;

  EcommerceGenerator(Settings settings) {
    this.settings = settings;
    this.model =
        new EcommerceModel(
            settings.seed(), settings.users(), settings.items(), settings.purchases());
  }

  private static OutputColumn column(String name, SqlType type) {
    return new OutputColumn(name, type, false);
  }

  private static Output output(String name, OutputColumn... fields) {
    List<OutputColumn> columns = new ArrayList<>();
    columns.add(new OutputColumn("key", ScalarType.BYTEA, false));
    columns.addAll(List.of(fields));
    columns.add(new OutputColumn("ts", ScalarType.TIMESTAMP, false));
    return new Output(Role.SUBSOURCE, name, columns, Keeping.KEYED, List.of(0));
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    byte[] position = context.position();
    long iteration = position.length == 0 ? 0 : ByteBuffer.wrap(position).getLong();
    long records = 0;
    Pace pace = new Pace(settings.rate(), System::nanoTime);
    context.status(SourceStatus.RUNNING, null);
    while (!isClosed && records < settings.recordsMax()) {
      pace.awaitDue();
      begin(context);
      do {
        int before = pending;
        iterate(iteration++);
        pace.spend(pending - before);
      } while (pending < Chunk.CAPACITY
          && records + pending < settings.recordsMax()
          && pace.isDue());
      records += pending;
      context.count("messages_received", pending);
      emit(context, ByteBuffer.allocate(8).putLong(iteration).array());
    }
  }

  @Override
  public void close() {
    isClosed = true;
  }

  private void begin(SourceContext context) {
    var now = context.clock().instant();
    nowMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    nowMicros = Math.floorDiv(nowMicros, 1000) * 1000 - EPOCH_MICROS;
    pending = 0;
    for (int i = 0; i < chunks.length; i++) {
      List<SqlType> types = OUTPUTS.get(i).columns().stream().map(OutputColumn::type).toList();
      chunks[i] = Chunk.of(types, i == DEAD ? 16 : 256);
    }
  }

  private void emit(SourceContext context, byte[] position) throws InterruptedException {
    List<OutputRows> rows = new ArrayList<>();
    for (int i = 0; i < chunks.length; i++) {
      if (chunks[i].size() > 0) {
        rows.add(new OutputRows(i, chunks[i]));
      }
    }
    if (chunks[DEAD].size() > 0) {
      context.count("dead_letters", chunks[DEAD].size());
    }
    context.emit(rows, position);
  }

  private void iterate(long iteration) {
    model.begin(iteration);
    user();
    for (int p = 0; p < EcommerceModel.PURCHASES; p++) {
      purchase(p);
      int[] items = model.itemIds();
      for (int item : items) {
        item(item);
      }
    }
  }

  private void user() {
    pending++;
    if (isDeadLetter(model.userId(), "users")) {
      model.skipUser(text);
      return;
    }
    Chunk chunk = chunks[USERS];
    key.clear().add(model.userId());
    put(chunk, 0, key);
    ((IntColumn) chunk.columns[1]).append(model.userId());
    model.name(text);
    put(chunk, 2, text);
    model.email(text);
    put(chunk, 3, text);
    model.city(text);
    put(chunk, 4, text);
    model.state(text);
    put(chunk, 5, text);
    model.zipcode(text);
    put(chunk, 6, text);
    end(chunk);
  }

  private void purchase(int p) {
    pending++;
    Chunk chunk = chunks[PURCHASES];
    model.purchase(p, key);
    put(chunk, 0, key);
    ((IntColumn) chunk.columns[1]).append(model.userId());
    put(chunk, 2, key);
    ByteBuffer bytes = ByteBuffer.wrap(list).putInt(model.itemCount);
    for (int i = 0; i < model.itemCount; i++) {
      bytes.putInt(4).putInt(model.itemIds[i]);
    }
    ((BytesColumn) chunk.columns[3]).append(list, 0, bytes.position());
    model.price(25, 2500, text);
    put(chunk, 4, text);
    end(chunk);
  }

  private void item(int id) {
    pending++;
    if (isDeadLetter(id, "items")) {
      model.skipItem(text);
      return;
    }
    Chunk chunk = chunks[ITEMS];
    key.clear().add(id);
    put(chunk, 0, key);
    ((IntColumn) chunk.columns[1]).append(id);
    model.product(text);
    put(chunk, 2, text);
    model.price(5, 500, text);
    put(chunk, 3, text);
    model.description(text);
    put(chunk, 4, text);
    model.material(text);
    put(chunk, 5, text);
    end(chunk);
  }

  private boolean isDeadLetter(int id, String relation) {
    if (id != 0 || !settings.nullKeys()) {
      return false;
    }
    DatabaseException failure =
        new DatabaseException(
            SqlState.NULL_VALUE_NOT_ALLOWED, "record with NULL key in UPSERT source");
    DeadLetters.add(
        chunks[DEAD],
        null,
        ("{\"id\":" + id + "}").getBytes(StandardCharsets.UTF_8),
        failure,
        new DeadLetters.Origin(relation, 0, 0, nowMicros));
    return true;
  }

  private void end(Chunk chunk) {
    ((LongColumn) chunk.columns[chunk.columns.length - 1]).append(nowMicros);
    chunk.endRow(1);
  }

  private static void put(Chunk chunk, int column, Text text) {
    ((BytesColumn) chunk.columns[column]).append(text.array(), 0, text.size());
  }
}
