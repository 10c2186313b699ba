package dev.millrace.ingest.generator.tpch;

/// How many rows TPC-H's tables have at a scale factor; at least one each.
record TpchScale(long suppliers, long parts, long customers, long orders, long clerks) {

  static TpchScale of(double factor) {
    return new TpchScale(
        rows(10_000, factor),
        rows(200_000, factor),
        rows(150_000, factor),
        rows(1_500_000, factor),
        rows(1_000, factor));
  }

  private static long rows(long atOne, double factor) {
    return Math.max(1, Math.round(atOne * factor));
  }

  /// Rows, or groups of rows, of a table that is filled by itself.
  long count(TpchTable table) {
    return switch (table) {
      case REGION -> TpchWords.REGIONS.length;
      case NATION -> TpchWords.NATIONS.length;
      case SUPPLIER -> suppliers;
      case PART, PARTSUPP -> parts;
      case CUSTOMER -> customers;
      case ORDERS -> orders;
      case LINEITEM -> 0;
    };
  }

  /// An order far from the ones before it: every order comes once in as many ticks as there are.
  long orderOfTick(long tick) {
    long stride = Math.max(1, Math.round(orders * 0.618));
    while (gcd(stride, orders) != 1) {
      stride++;
    }
    return Math.floorMod(tick % orders * stride, orders);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
