package dev.millrace.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.SystemRelation;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemRelationsTest {

  @TempDir private Path directory;
  private Database db;

  @BeforeEach
  void openDatabase() {
    db = Database.open(directory);
    db.run(
        "CREATE TABLE t (a int NOT NULL, b varchar(10) DEFAULT 'x', c numeric(8,2), d text[])",
        "CREATE VIEW v AS SELECT a, c FROM t",
        "CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM t",
        "CREATE INDEX ON v (a)",
        "CREATE SECRET s AS 'secret'",
        "COMMENT ON COLUMN t.b IS 'the b'");
  }

  @Test
  void everyRelationCanBeReadWhole() {
    for (SystemRelation relation : db.instance.relations().all()) {
      String name = relation.schema().name() + "." + Identifiers.quote(relation.name());
      db.session.simpleQuery("SELECT * FROM " + name, db.sink);
      assertThat(db.sink.take()).as(name).contains("SELECT ");
    }
  }

  @Test
  void whatRefersToAnotherRelationFindsIt() {
    for (String reference :
        new String[] {
          "pg_class c WHERE relnamespace NOT IN (SELECT oid FROM pg_namespace)",
          "pg_class c WHERE relam <> 0 AND relam NOT IN (SELECT oid FROM pg_am)",
          "pg_class c WHERE relowner NOT IN (SELECT oid FROM pg_roles)",
          "pg_attribute a WHERE attrelid NOT IN (SELECT oid FROM pg_class)",
          "pg_attribute a WHERE atttypid NOT IN (SELECT oid FROM pg_type)",
          "pg_index i WHERE indexrelid NOT IN (SELECT oid FROM pg_class)",
          "pg_type t WHERE typelem <> 0 AND typelem NOT IN (SELECT oid FROM pg_type)",
          "pg_type t WHERE typarray <> 0 AND typarray NOT IN (SELECT oid FROM pg_type)",
          "pg_type t WHERE typinput::oid NOT IN (SELECT oid FROM pg_proc)",
          "pg_depend d WHERE refobjid NOT IN (SELECT oid FROM pg_class)",
          "mz_objects o WHERE schema_id NOT IN (SELECT id FROM mz_schemas)",
          "mz_columns c WHERE id NOT IN (SELECT id FROM mz_objects)",
          "mz_indexes i WHERE on_id NOT IN (SELECT id FROM mz_relations)"
        }) {
      db.sql("SELECT count(*) FROM " + reference).returns("0");
    }
  }

  @Test
  void noTwoRowsOfTheCatalogShareAnOid() {
    for (String relation : new String[] {"pg_class", "pg_type", "pg_proc", "pg_namespace"}) {
      db.sql("SELECT oid FROM " + relation + " GROUP BY oid HAVING count(*) > 1").returns("");
    }
  }

  @Test
  void columnsAreDescribedAsTheyWereCreated() {
    db.sql(
            "SELECT attname, format_type(atttypid, atttypmod), attnotnull, atthasdef"
                + " FROM pg_attribute WHERE attrelid = 't'::regclass ORDER BY attnum")
        .returns(
            """
            a|integer|t|f
            b|character varying(10)|f|t
            c|numeric(8,2)|f|f
            d|text[]|f|f
            """);
    db.sql("SELECT col_description('t'::regclass, 2)").returns("the b");
    db.sql(
            "SELECT column_name, data_type, is_nullable, character_maximum_length,"
                + " numeric_precision, numeric_scale FROM information_schema.columns"
                + " WHERE table_name = 't' AND ordinal_position < 4 ORDER BY ordinal_position")
        .returns(
            """
            a|integer|NO|NULL|32|0
            b|character varying|YES|10|NULL|NULL
            c|numeric|YES|NULL|8|2
            """);
  }

  @Test
  void definitionsCanBeReadBack() {
    db.sql("SELECT trim(pg_get_viewdef('v'::regclass, true))").returns("SELECT a, c FROM t;");
    db.sql("SELECT indexdef FROM pg_indexes WHERE tablename = 'v'")
        .returns("CREATE INDEX v_a_idx ON public.v USING arrangement (a)");
    db.sql("SELECT adbin FROM pg_attrdef WHERE adrelid = 't'::regclass").returns("'x'");
  }

  @Test
  void aSecretIsShownNowhere() {
    db.sql("SELECT name FROM mz_secrets").returns("s");
    for (SystemRelation relation : db.instance.relations().all()) {
      if (!relation.name().equals("pg_stat_activity")) {
        String name = relation.schema().name() + "." + Identifiers.quote(relation.name());
        db.session.simpleQuery("SELECT * FROM " + name, db.sink);
        assertThat(db.sink.take()).as(name).doesNotContain("'secret'");
      }
    }
  }
}
