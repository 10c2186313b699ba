package dev.millrace.server.endtoend;

import dev.millrace.model.error.SqlState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Load generators as SQL names them, across a restart.
final class GeneratorSourcesTest {

  private static final String ODD =
      "SELECT count(*) FROM (SELECT o_orderkey FROM orders EXCEPT SELECT l_orderkey FROM lineitem)";

  private static final String TOTALS =
      "SELECT o_orderkey FROM orders JOIN lineitem ON l_orderkey = o_orderkey"
          + " GROUP BY o_orderkey, o_totalprice HAVING abs(o_totalprice"
          + " - sum(l_extendedprice * (1 - l_discount) * (1 + l_tax))) > 0.2";

  @TempDir private Path directory;

  @Test
  void tpchFillsEightTablesThatFitEachOtherWhileOrdersChange() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      Database db = server.db();
      db.run(
          "CREATE SOURCE tpch FROM LOAD GENERATOR TPCH (SCALE FACTOR 0.0001, TICK INTERVAL '10ms',"
              + " SEED 7) FOR ALL TABLES",
          "CREATE MATERIALIZED VIEW wrong AS " + TOTALS);
      db.sql("SELECT count(*) FROM orders").becomes("150");
      db.sql(
              "SELECT (SELECT count(*) FROM region), (SELECT count(*) FROM nation),"
                  + " (SELECT count(*) FROM supplier), (SELECT count(*) FROM part),"
                  + " (SELECT count(*) FROM partsupp), (SELECT count(*) FROM customer)")
          .returns("5|25|1|20|20|15");
      db.sql(ODD).returns("0");
      db.sql("SELECT count(*) FROM wrong").returns("0");
    }
    try (TestServer server = TestServer.start(directory)) {
      Database db = server.db();
      db.sql("SELECT count(*) FROM orders").returns("150");
      db.sql("SELECT count(*) FROM region JOIN nation ON n_regionkey = r_regionkey").returns("25");
      db.sql(ODD).returns("0");
      db.sql("SELECT count(*) FROM wrong").returns("0");
      db.sql(
              "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                  + " WHERE attrelid = 'lineitem'::regclass AND attname = 'l_extendedprice'")
          .returns("numeric(15,2)");
    }
  }

  @Test
  void clockAndKeyValueKeepTheirCurrentRows() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      Database db = server.db();
      db.run(
          "CREATE SOURCE clock FROM LOAD GENERATOR CLOCK (TICK INTERVAL '1h')",
          "CREATE SOURCE kv FROM LOAD GENERATOR KEY VALUE (KEYS 16, PARTITIONS 4,"
              + " SNAPSHOT ROUNDS 3, SEED 123, VALUE SIZE 32, BATCH SIZE 4)"
              + " INCLUDE KEY ENVELOPE UPSERT");
      db.sql("SELECT count(*), max(time) = date_trunc('hour', max(time)) FROM clock")
          .becomes("1|t");
      db.sql("SELECT count(*), count(DISTINCT partition), max(length(value)) FROM kv")
          .becomes("16|4|32");
      db.sql("CREATE SOURCE m FROM LOAD GENERATOR MARKETING FOR ALL TABLES")
          .failsWith(SqlState.FEATURE_NOT_SUPPORTED, "MARKETING load generator is not supported");
    }
  }
}
