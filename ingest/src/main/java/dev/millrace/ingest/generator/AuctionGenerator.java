package dev.millrace.ingest.generator;

import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceContext.OutputRows;
import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// An auction house: organizations, users and accounts at once, then one auction or bid a tick: an
/// auction that ends ten seconds after its start, then two to nine bids on it. Append-only; the
/// position is (auction, bids of it made).
final class AuctionGenerator implements Source {

  private static final long EPOCH_MICROS = 946_684_800_000_000L;
  private static final long AUCTION_MICROS = 10_000_000;
  private static final long BALANCE = 10_000;
  private static final long ACCOUNT_OFFSET = 42;

  private static final SqlType INT8 = ScalarType.INT8;
  private static final SqlType TEXT = ScalarType.TEXT;
  private static final SqlType TIME = ScalarType.TIMESTAMPTZ;

  /// What the source produces.
  ///
  /// @param keeping LOG or NONE
  static List<Output> outputs(Keeping keeping) {
    return List.of(
        output("organizations", keeping, column("id", INT8), column("name", TEXT)),
        output("users", keeping, column("id", INT8), column("org_id", INT8), column("name", TEXT)),
        output(
            "accounts",
            keeping,
            column("id", INT8),
            column("org_id", INT8),
            column("balance", INT8)),
        output(
            "auctions",
            keeping,
            column("id", INT8),
            column("seller", INT8),
            column("item", TEXT),
            column("end_time", TIME)),
        output(
            "bids",
            keeping,
            column("id", INT8),
            column("buyer", INT8),
            column("auction_id", INT8),
            column("amount", ScalarType.INT4),
            column("bid_time", TIME)));
  }

  private static final String[] ORGANIZATIONS = {
    "Amber Co-operative", "Birch & Daughters", "Copper Lane", "Delta Traders", "Elder Works"
  };
  private static final String[] ITEMS = {
    "Box of Buttons", "Brass Compass", "City Map", "Silver Spoon", "Stamp Album", "Wall Clock"
  };
  private static final int USERS_PER_ORGANIZATION = 4;

  private final Ticks ticks;
  private final long seed;
  private volatile boolean isClosed;

  AuctionGenerator(Ticks ticks, long seed) {
    this.ticks = ticks;
    this.seed = seed;
  }

  private static OutputColumn column(String name, SqlType type) {
    return new OutputColumn(name, type, false);
  }

  private static Output output(String name, Keeping keeping, OutputColumn... columns) {
    return new Output(Role.SUBSOURCE, name, List.of(columns), keeping, List.of());
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    context.status(SourceStatus.RUNNING, null);
    ByteBuffer position = ByteBuffer.wrap(context.position());
    long auction = 1;
    int bids = -1;
    long tick = 0;
    if (position.hasRemaining()) {
      auction = position.getLong();
      bids = position.getInt();
      tick = position.getLong();
    } else {
      context.emit(seedRows(), position(auction, bids, tick));
    }
    Pace pace = ticks.pace();
    while (!isClosed && tick < ticks.upTo()) {
      if (tick >= ticks.asOf()) {
        pace.awaitDue();
        pace.spend(1);
      }
      tick++;
      OutputRows row = bids < 0 ? auction(context, auction) : bid(context, auction, bids);
      bids++;
      if (bids == bidsOf(auction)) {
        bids = -1;
        auction++;
      }
      context.count("messages_received", 1);
      context.emit(List.of(row), position(auction, bids, tick));
    }
  }

  @Override
  public void close() {
    isClosed = true;
  }

  private static byte[] position(long auction, int bids, long tick) {
    return ByteBuffer.allocate(20).putLong(auction).putInt(bids).putLong(tick).array();
  }

  private List<OutputRows> seedRows() {
    List<OutputRows> rows = new ArrayList<>();
    Chunk organizations = chunk(0);
    Chunk users = chunk(1);
    Chunk accounts = chunk(2);
    for (long org = 1; org <= ORGANIZATIONS.length; org++) {
      String name = ORGANIZATIONS[(int) org - 1];
      organizations.appendRow(new Object[] {org, Slice.utf8(name)}, 1);
      accounts.appendRow(new Object[] {org + ACCOUNT_OFFSET, org, BALANCE}, 1);
      for (int u = 0; u < USERS_PER_ORGANIZATION; u++) {
        long id = (org - 1) * USERS_PER_ORGANIZATION + u + 1;
        Slice user = Slice.of(Words.FIRST_NAMES[(int) id]);
        users.appendRow(new Object[] {id, org, user}, 1);
      }
    }
    rows.add(new OutputRows(0, organizations));
    rows.add(new OutputRows(1, users));
    rows.add(new OutputRows(2, accounts));
    return rows;
  }

  private OutputRows auction(SourceContext context, long id) {
    SplittableRandom random = random(id, -1);
    Chunk chunk = chunk(3);
    chunk.appendRow(
        new Object[] {
          id,
          (long) 1 + random.nextInt(ORGANIZATIONS.length * USERS_PER_ORGANIZATION),
          Slice.utf8(ITEMS[random.nextInt(ITEMS.length)]),
          now(context) + AUCTION_MICROS
        },
        1);
    return new OutputRows(3, chunk);
  }

  private OutputRows bid(SourceContext context, long auction, int number) {
    SplittableRandom random = random(auction, number);
    Chunk chunk = chunk(4);
    chunk.appendRow(
        new Object[] {
          auction * 10 + number,
          (long) 1 + random.nextInt(ORGANIZATIONS.length * USERS_PER_ORGANIZATION),
          auction,
          random.nextInt(1, 100),
          now(context)
        },
        1);
    return new OutputRows(4, chunk);
  }

  private int bidsOf(long auction) {
    return random(auction, -2).nextInt(2, 10);
  }

  private SplittableRandom random(long auction, int what) {
    return new SplittableRandom(seed * 31 + auction * 16 + what);
  }

  private static long now(SourceContext context) {
    return context.clock().millis() * 1000 - EPOCH_MICROS;
  }

  private static Chunk chunk(int output) {
    return Chunk.of(
        Arrays.asList(
            outputs(Keeping.NONE).get(output).columns().stream()
                .map(OutputColumn::type)
                .toArray(SqlType[]::new)),
        32);
  }
}
