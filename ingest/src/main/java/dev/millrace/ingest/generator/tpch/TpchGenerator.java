package dev.millrace.ingest.generator.tpch;

import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceContext.OutputRows;
import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.ingest.Options;
import dev.millrace.ingest.generator.Pace;
import dev.millrace.model.chunk.Chunk;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// TPC-H's eight tables, filled one after another, so that a row never refers to one that is not
/// there; an order comes together with its lines. With TICK INTERVAL an order and its lines are
/// then replaced at every tick, without one the source is complete.
///
/// Position: the table being filled, the next of its rows, and the ticks so far.
public final class TpchGenerator implements Source {

  /// Rows, or orders with their lines (at most seven), of one emit: no chunk is cut.
  private static final int BATCH = 500;

  /// Far more than a machine can keep.
  private static final double FACTOR_MAX = 100;

  private static final double FACTOR = 0.01;

  private final TpchScale scale;
  private final TpchRows rows;
  private final @Nullable Duration tick;
  private volatile boolean isClosed;

  private TpchGenerator(TpchScale scale, long seed, @Nullable Duration tick) {
    this.scale = scale;
    this.rows = new TpchRows(scale, seed);
    this.tick = tick;
  }

  /// What the source produces.
  public static List<Output> outputs() {
    return TpchTable.outputs();
  }

  /// The generator of a statement.
  public static TpchGenerator of(Options options) {
    double factor = factor(options);
    Duration tick =
        options.has("TICK INTERVAL") ? options.duration("TICK INTERVAL", Duration.ZERO) : null;
    if (tick != null && tick.toMillis() < 1) {
      throw options.invalid("TICK INTERVAL", "must be at least a millisecond");
    }
    long seed = options.number("SEED", 0, Long.MIN_VALUE, Long.MAX_VALUE);
    return new TpchGenerator(TpchScale.of(factor), seed, tick);
  }

  private static double factor(Options options) {
    String text = options.text("SCALE FACTOR");
    double factor;
    try {
      factor = text == null ? FACTOR : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw options.invalid("SCALE FACTOR", "must be a number");
    }
    if (!(factor > 0 && factor <= FACTOR_MAX)) {
      throw options.invalid("SCALE FACTOR", "must be above 0 and at most " + FACTOR_MAX);
    }
    return factor;
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    context.status(SourceStatus.RUNNING, null);
    ByteBuffer position = ByteBuffer.wrap(context.position());
    int table = position.hasRemaining() ? position.getInt() : 0;
    long next = position.hasRemaining() ? position.getLong() : 0;
    long ticks = position.hasRemaining() ? position.getLong() : 0;
    for (; table < TpchTable.LINEITEM.ordinal(); table++) {
      TpchTable filled = TpchTable.values()[table];
      while (!isClosed && next < scale.count(filled)) {
        long end = Math.min(scale.count(filled), next + BATCH);
        emit(context, fill(filled, next, end), position(table, end, 0));
        next = end;
      }
      if (isClosed) {
        return;
      }
      next = 0;
    }
    if (tick != null) {
      replace(context, tick, ticks);
    }
  }

  private List<OutputRows> fill(TpchTable table, long from, long to) {
    Chunk chunk = table.chunk();
    Chunk lines = TpchTable.LINEITEM.chunk();
    for (long index = from; index < to; index++) {
      switch (table) {
        case REGION -> rows.region(chunk, index);
        case NATION -> rows.nation(chunk, index);
        case SUPPLIER -> rows.supplier(chunk, index);
        case PART -> rows.part(chunk, index);
        case PARTSUPP -> rows.partsupp(chunk, index);
        case CUSTOMER -> rows.customer(chunk, index);
        case ORDERS -> rows.order(chunk, lines, index, 0, 1);
        case LINEITEM -> throw new IllegalStateException("lines come with their orders");
      }
    }
    OutputRows filled = new OutputRows(table.ordinal(), chunk);
    return lines.size() == 0
        ? List.of(filled)
        : List.of(filled, new OutputRows(TpchTable.LINEITEM.ordinal(), lines));
  }

  private void replace(SourceContext context, Duration every, long from)
      throws InterruptedException {
    Pace pace = new Pace(1e9 / every.toNanos(), System::nanoTime);
    for (long ticks = from; !isClosed; ticks++) {
      pace.awaitDue();
      pace.spend(1);
      long order = scale.orderOfTick(ticks);
      long version = ticks / scale.orders();
      Chunk orders = TpchTable.ORDERS.chunk();
      Chunk lines = TpchTable.LINEITEM.chunk();
      rows.order(orders, lines, order, version, -1);
      rows.order(orders, lines, order, version + 1, 1);
      emit(
          context,
          List.of(
              new OutputRows(TpchTable.ORDERS.ordinal(), orders),
              new OutputRows(TpchTable.LINEITEM.ordinal(), lines)),
          position(TpchTable.LINEITEM.ordinal(), 0, ticks + 1));
    }
  }

  private static void emit(SourceContext context, List<OutputRows> rows, byte[] position)
      throws InterruptedException {
    context.count("messages_received", rows.stream().mapToLong(r -> r.rows().size()).sum());
    context.emit(rows, position);
  }

  private static byte[] position(int table, long next, long ticks) {
    return ByteBuffer.allocate(20).putInt(table).putLong(next).putLong(ticks).array();
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
