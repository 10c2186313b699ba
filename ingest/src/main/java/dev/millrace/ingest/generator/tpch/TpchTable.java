package dev.millrace.ingest.generator.tpch;

import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A table of TPC-H, in the order in which tables are filled: what is referred to comes first.
/// Columns are written `name type`: `k` key (int8), `i` int4, `n` numeric(15,2), `d` date, `t`
/// text.
enum TpchTable {
  REGION(Keeping.LOG, "r_regionkey k", "r_name t", "r_comment t"),
  NATION(Keeping.LOG, "n_nationkey k", "n_name t", "n_regionkey k", "n_comment t"),
  SUPPLIER(
      Keeping.LOG,
      "s_suppkey k",
      "s_name t",
      "s_address t",
      "s_nationkey k",
      "s_phone t",
      "s_acctbal n",
      "s_comment t"),
  PART(
      Keeping.LOG,
      "p_partkey k",
      "p_name t",
      "p_mfgr t",
      "p_brand t",
      "p_type t",
      "p_size i",
      "p_container t",
      "p_retailprice n",
      "p_comment t"),
  PARTSUPP(
      Keeping.LOG,
      "ps_partkey k",
      "ps_suppkey k",
      "ps_availqty i",
      "ps_supplycost n",
      "ps_comment t"),
  CUSTOMER(
      Keeping.LOG,
      "c_custkey k",
      "c_name t",
      "c_address t",
      "c_nationkey k",
      "c_phone t",
      "c_acctbal n",
      "c_mktsegment t",
      "c_comment t"),
  ORDERS(
      Keeping.ROWS,
      "o_orderkey k",
      "o_custkey k",
      "o_orderstatus t",
      "o_totalprice n",
      "o_orderdate d",
      "o_orderpriority t",
      "o_clerk t",
      "o_shippriority i",
      "o_comment t"),
  LINEITEM(
      Keeping.ROWS,
      "l_orderkey k",
      "l_partkey k",
      "l_suppkey k",
      "l_linenumber i",
      "l_quantity n",
      "l_extendedprice n",
      "l_discount n",
      "l_tax n",
      "l_returnflag t",
      "l_linestatus t",
      "l_shipdate d",
      "l_commitdate d",
      "l_receiptdate d",
      "l_shipinstruct t",
      "l_shipmode t",
      "l_comment t");

  private final Keeping keeping;
  private final String columns;

  TpchTable(Keeping keeping, String... columns) {
    this.keeping = keeping;
    this.columns = String.join(",", columns);
  }

  private List<OutputColumn> columns() {
    return Arrays.stream(columns.split(",")).map(TpchTable::column).toList();
  }

  private static OutputColumn column(String text) {
    String[] words = text.split(" ");
    SqlType type =
        switch (words[1]) {
          case "k" -> ScalarType.INT8;
          case "i" -> ScalarType.INT4;
          case "n" -> new ScalarType(TypeId.NUMERIC, (15 << 16 | 2) + 4);
          case "d" -> ScalarType.of(TypeId.DATE);
          default -> ScalarType.TEXT;
        };
    return new OutputColumn(words[0], type, false);
  }

  /// What a source produces, in the order of the constants.
  static List<Output> outputs() {
    return Arrays.stream(values())
        .map(table ->
            new Output(
                Role.SUBSOURCE,
                table.name().toLowerCase(Locale.ROOT),
                table.columns(),
                table.keeping,
                List.of()))
        .toList();
  }

  /// An empty chunk of its rows.
  Chunk chunk() {
    return Chunk.of(columns().stream().map(OutputColumn::type).toList(), 64);
  }
}
