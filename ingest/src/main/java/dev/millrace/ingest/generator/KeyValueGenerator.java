package dev.millrace.ingest.generator;

import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceContext.OutputRows;
import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.Envelope;
import dev.millrace.dataflow.connector.SourceSpec.IncludeSpec;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.ingest.Options;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Keys with random bytes as values. First every key comes as often as SNAPSHOT ROUNDS says, then
/// at every tick BATCH SIZE keys of each partition get another value, key after key. A key's
/// partition is its rest by the number of partitions. What a value is follows from the seed, the
/// key and how often it came before, so that a restart goes on with the same values.
///
/// The position is the number of records of each partition so far (all have as many).
final class KeyValueGenerator implements Source {

  /// Bytes of values that one step may bring.
  private static final long SNAPSHOT_BYTES_MAX = 64L << 20;

  private static final SqlType UINT8 = ScalarType.of(TypeId.UINT8);

  /// What the statement asks for.
  ///
  /// @param tick null: nothing comes after the snapshot
  /// @param isWholeSnapshot true if the snapshot is to appear at once
  record Settings(
      long keys,
      long partitions,
      long rounds,
      int valueBytes,
      long batch,
      long seed,
      @Nullable Duration tick,
      boolean isWholeSnapshot) {

    /// Records that the snapshot and any further round of all keys have in a partition.
    long keysOfPartition() {
      return keys / partitions;
    }
  }

  private final Settings settings;
  private final List<OutputColumn> columns;
  private final boolean hasKey;
  private final boolean hasOffset;
  private volatile boolean isClosed;

  private KeyValueGenerator(Settings settings, SourceSpec spec) {
    this.settings = settings;
    this.hasKey = spec.envelope() == Envelope.UPSERT || includes(spec, "KEY");
    this.hasOffset = includes(spec, "OFFSET");
    this.columns = columns(spec);
  }

  /// The generator of a statement.
  static KeyValueGenerator of(SourceSpec spec, Options options) {
    long keys = required(options, "KEYS", Long.MAX_VALUE >> 16);
    long partitions = required(options, "PARTITIONS", 1L << 16);
    Duration tick =
        options.has("TICK INTERVAL") ? options.duration("TICK INTERVAL", Duration.ZERO) : null;
    Settings settings =
        new Settings(
            keys,
            partitions,
            required(options, "SNAPSHOT ROUNDS", 1L << 20),
            (int) required(options, "VALUE SIZE", 1L << 20),
            required(options, "BATCH SIZE", 1L << 16),
            options.number("SEED", 0, Long.MIN_VALUE, Long.MAX_VALUE),
            tick,
            options.flag("TRANSACTIONAL SNAPSHOT", true));
    options.required("SEED");
    if (keys % partitions != 0) {
      throw options.invalid("KEYS", "KEYS must be divisible by PARTITIONS");
    }
    if (tick != null && tick.toMillis() < 1) {
      throw options.invalid("TICK INTERVAL", "must be at least a millisecond");
    }
    long records = SNAPSHOT_BYTES_MAX / settings.valueBytes() / settings.rounds();
    if (settings.isWholeSnapshot() && keys > records) {
      throw options.invalid(
          "TRANSACTIONAL SNAPSHOT",
          "a snapshot of more than " + SNAPSHOT_BYTES_MAX + " bytes cannot appear at once");
    }
    return new KeyValueGenerator(settings, spec);
  }

  private static long required(Options options, String name, long max) {
    options.required(name);
    return options.number(name, 0, 1, max);
  }

  private static boolean includes(SourceSpec spec, String what) {
    return spec.includes().stream().anyMatch(include -> include.what().equalsIgnoreCase(what));
  }

  /// What the source produces.
  ///
  /// @param keeping of rows that are only ever appended
  static List<Output> outputs(SourceSpec spec, Keeping keeping) {
    boolean isUpsert = spec.envelope() == Envelope.UPSERT;
    return List.of(
        new Output(
            Role.MAIN,
            "",
            columns(spec),
            isUpsert ? Keeping.KEYED : keeping,
            isUpsert ? List.of(0) : List.of()));
  }

  private static List<OutputColumn> columns(SourceSpec spec) {
    List<OutputColumn> columns = new ArrayList<>();
    columns.add(new OutputColumn("partition", UINT8, false));
    columns.add(new OutputColumn("value", ScalarType.BYTEA, false));
    if (spec.envelope() == Envelope.UPSERT && !includes(spec, "KEY")) {
      columns.addFirst(new OutputColumn("key", UINT8, false));
    }
    for (IncludeSpec include : spec.includes()) {
      String alias = include.alias();
      switch (include.what().toUpperCase(Locale.ROOT)) {
        case "KEY" ->
            columns.addFirst(new OutputColumn(alias == null ? "key" : alias, UINT8, false));
        case "OFFSET" ->
            columns.add(new OutputColumn(alias == null ? "offset" : alias, UINT8, false));
        default ->
            throw DatabaseException.notSupported(
                "INCLUDE " + include.what() + " of KEY VALUE load generators", 0);
      }
    }
    return columns;
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    context.status(SourceStatus.RUNNING, null);
    ByteBuffer position = ByteBuffer.wrap(context.position());
    long offset = position.hasRemaining() ? position.getLong() : 0;
    long snapshot = settings.keysOfPartition() * settings.rounds();
    while (!isClosed && offset < snapshot) {
      offset = emit(context, offset, settings.isWholeSnapshot() ? snapshot : batchEnd(offset));
    }
    Duration tick = settings.tick();
    if (tick == null) {
      return;
    }
    Pace pace = new Pace(1e9 / tick.toNanos(), System::nanoTime);
    while (!isClosed) {
      pace.awaitDue();
      pace.spend(1);
      offset = emit(context, offset, offset + settings.batch());
    }
  }

  private long batchEnd(long offset) {
    long snapshot = settings.keysOfPartition() * settings.rounds();
    return Math.min(snapshot, offset + settings.batch());
  }

  /// Emits the records of all partitions from one offset to another, in one step.
  private long emit(SourceContext context, long from, long to) throws InterruptedException {
    List<OutputRows> rows = new ArrayList<>();
    Chunk chunk = chunk();
    for (long offset = from; offset < to; offset++) {
      for (long partition = 0; partition < settings.partitions(); partition++) {
        append(chunk, partition, offset);
        if (chunk.size() == Chunk.CAPACITY) {
          rows.add(new OutputRows(0, chunk));
          chunk = chunk();
        }
      }
    }
    if (chunk.size() > 0) {
      rows.add(new OutputRows(0, chunk));
    }
    context.count("messages_received", (to - from) * settings.partitions());
    context.emit(rows, ByteBuffer.allocate(8).putLong(to).array());
    return to;
  }

  private Chunk chunk() {
    return Chunk.of(columns.stream().map(OutputColumn::type).toList(), 64);
  }

  private void append(Chunk chunk, long partition, long offset) {
    long key = offset % settings.keysOfPartition() * settings.partitions() + partition;
    byte[] value = new byte[settings.valueBytes()];
    new SplittableRandom(settings.seed() * 31 + offset * settings.partitions() + partition)
        .nextBytes(value);
    List<Object> row = new ArrayList<>();
    if (hasKey) {
      row.add(key);
    }
    row.add(partition);
    row.add(Slice.of(value));
    if (hasOffset) {
      row.add(offset);
    }
    chunk.appendRow(row.toArray(), 1);
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
