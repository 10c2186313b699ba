package dev.millrace.server.random;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Small made-up data for TPC-H's schema, and changes to it: new orders, orders taken out, and
/// corrections. Values are drawn from few, so that every query of the benchmark finds some rows.
public final class Tpch {

  public static final String[] SCHEMA = {
    "create table region (r_regionkey int not null, r_name text not null, r_comment text)",
    "create table nation (n_nationkey int not null, n_name text not null,"
        + " n_regionkey int not null, n_comment text)",
    "create table supplier (s_suppkey int not null, s_name text not null, s_address text not null,"
        + " s_nationkey int not null, s_phone text not null, s_acctbal numeric(15,2) not null,"
        + " s_comment text not null)",
    "create table part (p_partkey int not null, p_name text not null, p_mfgr text not null,"
        + " p_brand text not null, p_type text not null, p_size int not null,"
        + " p_container text not null, p_retailprice numeric(15,2) not null,"
        + " p_comment text not null)",
    "create table partsupp (ps_partkey int not null, ps_suppkey int not null,"
        + " ps_availqty int not null, ps_supplycost numeric(15,2) not null,"
        + " ps_comment text not null)",
    "create table customer (c_custkey int not null, c_name text not null, c_address text not null,"
        + " c_nationkey int not null, c_phone text not null, c_acctbal numeric(15,2) not null,"
        + " c_mktsegment text not null, c_comment text not null)",
    "create table orders (o_orderkey int not null, o_custkey int not null,"
        + " o_orderstatus text not null, o_totalprice numeric(15,2) not null,"
        + " o_orderdate date not null, o_orderpriority text not null, o_clerk text not null,"
        + " o_shippriority int not null, o_comment text not null)",
    "create table lineitem (l_orderkey int not null, l_partkey int not null,"
        + " l_suppkey int not null, l_linenumber int not null, l_quantity numeric(15,2) not null,"
        + " l_extendedprice numeric(15,2) not null, l_discount numeric(15,2) not null,"
        + " l_tax numeric(15,2) not null, l_returnflag text not null, l_linestatus text not null,"
        + " l_shipdate date not null, l_commitdate date not null, l_receiptdate date not null,"
        + " l_shipinstruct text not null, l_shipmode text not null, l_comment text not null)"
  };

  public static final int SUPPLIERS = 12;
  public static final int PARTS = 40;
  public static final int CUSTOMERS = 40;
  public static final int ORDERS = 160;

  private static final List<String> REGIONS =
      List.of("AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST");

  /// Name and region.
  private static final List<List<Object>> NATIONS =
      List.of(
          List.of("BRAZIL", 1),
          List.of("CANADA", 1),
          List.of("FRANCE", 3),
          List.of("GERMANY", 3),
          List.of("INDIA", 2),
          List.of("JAPAN", 2),
          List.of("SAUDI ARABIA", 4),
          List.of("KENYA", 0));

  private final Random random;
  private int nextOrder = 1;

  public Tpch(long seed) {
    this.random = new Random(seed);
  }

  /// The statements that fill the tables.
  public List<String> load() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < REGIONS.size(); i++) {
      all.add(insert("region", i, REGIONS.get(i), "none"));
    }
    for (int i = 0; i < NATIONS.size(); i++) {
      all.add(insert("nation", i, NATIONS.get(i).get(0), NATIONS.get(i).get(1), "none"));
    }
    for (int i = 1; i <= SUPPLIERS; i++) {
      all.add(supplier(i));
    }
    for (int i = 1; i <= PARTS; i++) {
      all.add(part(i));
      for (int j = 0; j < 3; j++) {
        all.add(insert("partsupp", i, supplierOf(i, j), random.nextInt(60), money(1, 100), "none"));
      }
    }
    for (int i = 1; i <= CUSTOMERS; i++) {
      all.add(customer(i));
    }
    for (int i = 0; i < ORDERS; i++) {
      all.addAll(order());
    }
    return all;
  }

  /// TPC-H's refresh functions and more: what one batch changes.
  public List<String> refresh() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.addAll(order());
    }
    for (int i = 0; i < 4; i++) {
      int key = 1 + random.nextInt(nextOrder);
      all.add("delete from lineitem where l_orderkey = " + key);
      all.add("delete from orders where o_orderkey = " + key);
    }
    int key = 1 + random.nextInt(nextOrder);
    all.add("update lineitem set l_quantity = l_quantity + 5 where l_orderkey = " + key);
    all.add("update lineitem set l_receiptdate = l_commitdate where l_suppkey = " + supplier());
    all.add(
        "update orders set o_orderstatus = 'F', o_totalprice = o_totalprice + 1"
            + " where o_custkey = "
            + customer());
    all.add(
        "update customer set c_acctbal = "
            + money(-900, 5000)
            + " where c_custkey = "
            + customer());
    all.add(
        "update supplier set s_nationkey = "
            + random.nextInt(NATIONS.size())
            + " where s_suppkey = "
            + supplier());
    all.add(
        "update partsupp set ps_supplycost = "
            + money(1, 100)
            + ", ps_availqty = "
            + random.nextInt(60)
            + " where ps_partkey = "
            + partKey());
    all.add(
        "update part set p_size = 15, p_type = 'STANDARD BRASS' where p_partkey = " + partKey());
    return all;
  }

  private int supplier() {
    return 1 + random.nextInt(SUPPLIERS);
  }

  private int customer() {
    return 1 + random.nextInt(CUSTOMERS);
  }

  private int partKey() {
    return 1 + random.nextInt(PARTS);
  }

  private static int supplierOf(int part, int i) {
    return 1 + (part + i * 5) % SUPPLIERS;
  }

  private String supplier(int key) {
    return insert(
        "supplier",
        key,
        "Supplier#" + key,
        "street " + key,
        random.nextInt(NATIONS.size()),
        phone(),
        money(-900, 9000),
        random.nextInt(5) == 0 ? "Customer has Complaints" : "none");
  }

  private String part(int key) {
    return insert(
        "part",
        key,
        pick("forest", "green", "red") + " " + pick("green", "blue") + " " + key,
        "Manufacturer#1",
        pick("Brand#12", "Brand#23", "Brand#34", "Brand#45"),
        pick("STANDARD BRASS", "ECONOMY ANODIZED STEEL", "PROMO TIN", "MEDIUM POLISHED TIN"),
        pick(15, 3, 9, 14, 1, 5),
        pick("SM BOX", "MED BOX", "LG BOX"),
        money(900, 2000),
        "none");
  }

  private String customer(int key) {
    return insert(
        "customer",
        key,
        "Customer#" + key,
        "street " + key,
        random.nextInt(NATIONS.size()),
        phone(),
        money(-900, 9000),
        pick("BUILDING", "MACHINERY"),
        "none");
  }

  /// An order and its lines; three customers in four have none.
  private List<String> order() {
    int key = nextOrder++;
    LocalDate date = LocalDate.of(1993, 1, 1).plusDays(random.nextInt(1300));
    List<String> all = new ArrayList<>();
    all.add(
        insert(
            "orders",
            key,
            1 + random.nextInt(CUSTOMERS * 3 / 4),
            pick("F", "F", "O", "P"),
            money(1000, 100_000),
            date,
            pick("1-URGENT", "2-HIGH", "3-MEDIUM", "5-LOW"),
            "Clerk#1",
            0,
            random.nextInt(4) == 0 ? "some special big requests" : "none"));
    for (int line = 1 + random.nextInt(6); line > 0; line--) {
      int part = partKey();
      LocalDate ship = date.plusDays(1 + random.nextInt(120));
      LocalDate commit = date.plusDays(30 + random.nextInt(60));
      all.add(
          insert(
              "lineitem",
              key,
              part,
              supplierOf(part, random.nextInt(3)),
              line,
              1 + random.nextInt(50),
              money(900, 50_000),
              BigDecimal.valueOf(random.nextInt(11), 2),
              BigDecimal.valueOf(random.nextInt(9), 2),
              pick("R", "A", "N"),
              pick("O", "F"),
              ship,
              commit,
              ship.plusDays(1 + random.nextInt(30)),
              pick("DELIVER IN PERSON", "NONE"),
              pick("AIR", "MAIL", "SHIP", "AIR REG"),
              "none"));
    }
    return all;
  }

  private String phone() {
    return pick("13", "31", "23", "29", "11") + "-100-" + random.nextInt(1000);
  }

  private BigDecimal money(int low, int high) {
    return BigDecimal.valueOf(low * 100L + random.nextInt((high - low) * 100), 2);
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String insert(String table, Object... values) {
    List<String> literals = new ArrayList<>();
    for (Object value : values) {
      literals.add(
          switch (value) {
            case String text -> "'" + text + "'";
            case LocalDate date -> "date '" + date + "'";
            default -> value.toString();
          });
    }
    return "insert into " + table + " values (" + String.join(", ", literals) + ")";
  }
}
