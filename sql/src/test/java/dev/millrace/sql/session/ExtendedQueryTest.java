package dev.millrace.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.port.ParameterValue;
import dev.millrace.sql.port.StatementDescription;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The messages of the extended protocol, as a driver sends them.
final class ExtendedQueryTest {

  private static final int[] NO_OIDS = {};
  private static final int[] TEXT = {};
  private static final int[] BINARY = {1};

  @TempDir private Path directory;
  private Database db;

  @BeforeEach
  void openDatabase() {
    db = Database.open(directory);
    db.run("CREATE TABLE t (a int, b text)", "INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'z')");
  }

  private static ParameterValue text(String value) {
    return new ParameterValue(value.getBytes(StandardCharsets.UTF_8), false);
  }

  private String execute(String portal, int rowsMax) {
    db.sink.expect(db.session.describePortal(portal));
    db.session.execute(portal, rowsMax, () -> false, db.sink);
    return db.sink.take();
  }

  @Test
  void typesOfParametersAreInferredFromTheColumnsTheyMeet() {
    db.session.parse("s", "SELECT b FROM t WHERE a = $1 AND b <> $2", NO_OIDS);

    StatementDescription description = db.session.describeStatement("s");

    assertThat(description.parameterOids()).containsExactly(TypeId.INT4.oid(), TypeId.TEXT.oid());
    assertThat(description.columns()).hasSize(1);
  }

  @Test
  void textAndBinaryParametersAndNullAreTaken() {
    db.session.parse("s", "SELECT a + $1 FROM t WHERE a = $2 AND $3::text IS NULL", NO_OIDS);
    ParameterValue two = new ParameterValue(new byte[] {0, 0, 0, 2}, true);
    db.session.bind("", "s", List.of(text("40"), two, new ParameterValue(null, false)), TEXT);

    assertThat(execute("", 0)).isEqualTo("42\nSELECT 1");
  }

  @Test
  void aPortalGivesItsRowsInPieces() {
    db.run("BEGIN");
    db.session.parse("", "SELECT a FROM t ORDER BY a", NO_OIDS);
    db.session.bind("p", "", List.of(), TEXT);

    assertThat(execute("p", 2)).isEqualTo("1\n2\nsuspended");
    db.session.sync(db.sink);
    assertThat(execute("p", 2)).isEqualTo("3\nSELECT 1");
    assertThat(execute("p", 2)).isEqualTo("SELECT 0");
    db.run("COMMIT");
    assertThatThrownBy(() -> db.session.describePortal("p"))
        .hasMessage("portal \"p\" does not exist");
  }

  @Test
  void formatsOfTheResultAreThoseAskedFor() {
    db.session.parse("", "SELECT a, b FROM t", NO_OIDS);
    db.session.bind("", "", List.of(), new int[] {1, 0});

    assertThat(db.session.describePortal("")).extracting("isBinary").containsExactly(true, false);

    db.session.bind("", "", List.of(), BINARY);
    assertThat(db.session.describePortal("")).extracting("isBinary").containsExactly(true, true);
  }

  @Test
  void rowsOfAPipelineAreThereAfterSyncAndGoneIfItFails() {
    db.session.parse("i", "INSERT INTO t VALUES ($1, $2)", NO_OIDS);
    db.session.bind("", "i", List.of(text("4"), text("w")), TEXT);
    assertThat(execute("", 0)).isEqualTo("INSERT 0 1");
    assertThatThrownBy(() -> db.session.parse("", "SELECT nonsense", NO_OIDS))
        .isInstanceOf(DatabaseException.class);
    db.session.sync(db.sink);
    db.sql("SELECT count(*) FROM t").returns("3");

    db.session.bind("", "i", List.of(text("4"), text("w")), TEXT);
    assertThat(execute("", 0)).isEqualTo("INSERT 0 1");
    db.session.sync(db.sink);
    db.sql("SELECT count(*) FROM t").returns("4");
  }

  @Test
  void aPreparedStatementSurvivesWhatDoesNotChangeItsColumns() {
    db.session.parse("s", "SELECT * FROM t WHERE a = 1", NO_OIDS);
    db.run("CREATE INDEX ON t (a)");
    db.session.bind("", "s", List.of(), TEXT);
    assertThat(execute("", 0)).isEqualTo("1|x\nSELECT 1");

    db.run("DROP TABLE t", "CREATE TABLE t (a int)");
    assertThatThrownBy(() -> db.session.bind("", "s", List.of(), TEXT))
        .hasMessage("cached plan must not change result type");
  }

  @Test
  void theEmptyStringIsAStatementToo() {
    db.session.parse("", " ; ", NO_OIDS);
    db.session.bind("", "", List.of(), TEXT);

    assertThat(execute("", 0)).isEqualTo("empty");
  }

  @Test
  void wrongNumbersAndNamesAreRefused() {
    db.session.parse("s", "SELECT $1::int", NO_OIDS);

    assertThatThrownBy(() -> db.session.bind("", "s", List.of(), TEXT))
        .hasMessage("bind message supplies 0 parameters, but prepared statement \"s\" requires 1");
    assertThatThrownBy(() -> db.session.parse("s", "SELECT 1", NO_OIDS))
        .hasMessage("prepared statement \"s\" already exists");
    assertThatThrownBy(() -> db.session.describeStatement("no"))
        .hasMessage("prepared statement \"no\" does not exist");
    assertThatThrownBy(() -> db.session.parse("", "SELECT 1; SELECT 2", NO_OIDS))
        .hasMessage("cannot insert multiple commands into a prepared statement");
  }
}
