package dev.millrace.ingest.generator.tpch;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.time.LocalDate;
import java.util.SplittableRandom;

/// The rows of TPC-H's tables. Each follows from the seed, its key and, for orders, its version
/// alone, so that any row can be made again at any time: to take it back, or after a restart.
///
/// @param scale how many rows tables have
/// @param seed other rows for another seed
record TpchRows(TpchScale scale, long seed) {

  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
  private static final int FIRST_DAY = day(1992, 1, 1);
  private static final int CURRENT_DAY = day(1995, 6, 17);
  private static final int LAST_ORDER_DAY = day(1998, 12, 31) - 151;
  private static final int LINES_MAX = 7;
  private static final int SUPPLIERS_OF_PART = 4;

  /// Of this many orders in a row, the first eight keys are used (4.2.3).
  private static final int KEYS_BETWEEN = 32;

  private static final int KEYS_USED = 8;

  private static int day(int year, int month, int day) {
    return (int) (LocalDate.of(year, month, day).toEpochDay() - EPOCH.toEpochDay());
  }

  private SplittableRandom random(TpchTable table, long key, long version) {
    long mixed = new SplittableRandom(seed ^ key * 0x9e3779b97f4a7c15L).nextLong();
    return new SplittableRandom(mixed + version * 64 + table.ordinal());
  }

  void region(Chunk chunk, long index) {
    SplittableRandom random = random(TpchTable.REGION, index, 0);
    append(chunk, index, text(TpchWords.REGIONS[(int) index]), text(TpchWords.comment(random)));
  }

  void nation(Chunk chunk, long index) {
    SplittableRandom random = random(TpchTable.NATION, index, 0);
    String nation = TpchWords.NATIONS[(int) index];
    int blank = nation.lastIndexOf(' ');
    append(
        chunk,
        index,
        text(nation.substring(0, blank)),
        Long.parseLong(nation.substring(blank + 1)),
        text(TpchWords.comment(random)));
  }

  void supplier(Chunk chunk, long index) {
    SplittableRandom random = random(TpchTable.SUPPLIER, index, 0);
    long nation = random.nextInt(TpchWords.NATIONS.length);
    append(
        chunk,
        index + 1,
        numbered("Supplier", index + 1),
        TpchWords.address(random),
        nation,
        TpchWords.phone(nation, random),
        money(random.nextInt(-99_999, 1_000_000)),
        text(supplierComment(index, random)));
  }

  /// Of ten thousand suppliers, five are complained about and five recommended.
  private static String supplierComment(long index, SplittableRandom random) {
    String comment = TpchWords.comment(random);
    return switch ((int) (index % 2000)) {
      case 7 -> comment + " Customer many Complaints";
      case 11 -> comment + " Customer good Recommends";
      default -> comment;
    };
  }

  void part(Chunk chunk, long index) {
    SplittableRandom random = random(TpchTable.PART, index, 0);
    int maker = random.nextInt(1, 6);
    String[] colours = new String[5];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = TpchWords.one(TpchWords.COLOURS, random);
    }
    append(
        chunk,
        index + 1,
        text(String.join(" ", colours)),
        text("Manufacturer#" + maker),
        text("Brand#" + maker + random.nextInt(1, 6)),
        TpchWords.eachOf(TpchWords.TYPES, random),
        random.nextInt(1, 51),
        TpchWords.eachOf(TpchWords.CONTAINERS, random),
        money(retailCents(index + 1)),
        text(TpchWords.comment(random)));
  }

  private static long retailCents(long part) {
    return 90_000 + part / 10 % 20_001 + 100 * (part % 1_000);
  }

  /// The suppliers of a part.
  void partsupp(Chunk chunk, long index) {
    SplittableRandom random = random(TpchTable.PARTSUPP, index, 0);
    for (int i = 0; i < suppliersOfPart(); i++) {
      append(
          chunk,
          index + 1,
          supplierOf(index + 1, i),
          random.nextInt(1, 10_000),
          money(random.nextInt(100, 100_001)),
          text(TpchWords.comment(random)));
    }
  }

  private int suppliersOfPart() {
    return (int) Math.min(SUPPLIERS_OF_PART, scale.suppliers());
  }

  /// The i-th supplier of a part. The standard's formula gives one twice when there are few; here
  /// the distances from the first one are in one quarter each of all suppliers.
  private long supplierOf(long part, int i) {
    long all = scale.suppliers();
    long quarter = all / SUPPLIERS_OF_PART;
    long distance = quarter == 0 || i == 0 ? i : i * quarter + (part - 1) / all % quarter;
    return (part + distance) % all + 1;
  }

  void customer(Chunk chunk, long index) {
    SplittableRandom random = random(TpchTable.CUSTOMER, index, 0);
    long nation = random.nextInt(TpchWords.NATIONS.length);
    append(
        chunk,
        index + 1,
        numbered("Customer", index + 1),
        TpchWords.address(random),
        nation,
        TpchWords.phone(nation, random),
        money(random.nextInt(-99_999, 1_000_000)),
        text(TpchWords.one(TpchWords.SEGMENTS, random)),
        text(TpchWords.comment(random)));
  }

  /// A version of an order and its lines.
  void order(Chunk orders, Chunk lines, long index, long version, int weight) {
    SplittableRandom random = random(TpchTable.ORDERS, index, version);
    long key = index / KEYS_USED * KEYS_BETWEEN + index % KEYS_USED + 1;
    int date = random.nextInt(FIRST_DAY, LAST_ORDER_DAY + 1);
    int count = random.nextInt(1, LINES_MAX + 1);
    long total = 0;
    int open = 0;
    for (int number = 1; number <= count; number++) {
      Line line = line(random(TpchTable.LINEITEM, index * LINES_MAX + number, version), date);
      total += line.price * (100 - line.discount) / 100 * (100 + line.tax) / 100;
      open += line.isOpen() ? 1 : 0;
      line.append(lines, key, number, weight);
    }
    appendWeighted(
        orders,
        weight,
        key,
        customerOf(random),
        text(open == 0 ? "F" : open == count ? "O" : "P"),
        money(total),
        date,
        text(TpchWords.one(TpchWords.PRIORITIES, random)),
        numbered("Clerk", random.nextLong(scale.clerks()) + 1),
        0,
        text(TpchWords.comment(random)));
  }

  /// A third of the customers never order.
  private long customerOf(SplittableRandom random) {
    long customer = random.nextLong(scale.customers()) + 1;
    return customer % 3 == 0 ? Math.max(customer - 1, 1) : customer;
  }

  /// What a line's columns are computed from; prices in hundredths, discount and tax in percent.
  private record Line(
      long part,
      long supplier,
      int quantity,
      long price,
      int discount,
      int tax,
      int shipped,
      int committed,
      int received,
      SplittableRandom random) {

    boolean isOpen() {
      return shipped > CURRENT_DAY;
    }

    void append(Chunk chunk, long order, int number, int weight) {
      String returned = received > CURRENT_DAY ? "N" : random.nextBoolean() ? "R" : "A";
      TpchRows.appendWeighted(
          chunk,
          weight,
          order,
          part,
          supplier,
          number,
          money(quantity * 100L),
          money(price),
          money(discount),
          money(tax),
          text(returned),
          text(isOpen() ? "O" : "F"),
          shipped,
          committed,
          received,
          text(TpchWords.one(TpchWords.INSTRUCTIONS, random)),
          text(TpchWords.one(TpchWords.MODES, random)),
          text(TpchWords.comment(random)));
    }
  }

  private Line line(SplittableRandom random, int orderDate) {
    long part = random.nextLong(scale.parts()) + 1;
    int quantity = random.nextInt(1, 51);
    int shipped = orderDate + random.nextInt(1, 122);
    return new Line(
        part,
        supplierOf(part, random.nextInt(suppliersOfPart())),
        quantity,
        quantity * retailCents(part),
        random.nextInt(11),
        random.nextInt(9),
        shipped,
        orderDate + random.nextInt(30, 91),
        shipped + random.nextInt(1, 31),
        random);
  }

  private static Slice numbered(String name, long number) {
    return text("%s#%09d".formatted(name, number));
  }

  private static Slice text(String text) {
    return Slice.utf8(text);
  }

  private static Slice money(long cents) {
    return Numeric.of(cents, 2);
  }

  private static void append(Chunk chunk, Object... row) {
    chunk.appendRow(row, 1);
  }

  private static void appendWeighted(Chunk chunk, int weight, Object... row) {
    chunk.appendRow(row, weight);
  }
}
