package dev.millrace.sql.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Functions that Materialize has and PostgreSQL has not, and those refused by name.
final class DialectFunctionsTest {

  private final Workbench bench =
      new Workbench().table("lines", "line text", "1,x", "2,\"y,\"\"z\"", "3", "4,w");

  @Test
  void csvExtractMakesColumnsOfFieldsAndLeavesOutLinesOfAnotherWidth() {
    assertThat(bench.query("select c.* from lines, csv_extract(2, line) as c"))
        .containsExactly("1|x", "2|y,\"z", "4|w");
    assertThat(bench.query("select column2 from csv_extract(2, E'a,b\\nc\\nd,e') as c"))
        .containsExactly("b", "e");
  }

  @Test
  void regexpExtractMakesAColumnOfEachGroup() {
    assertThat(bench.query("select r.* from lines, regexp_extract('^([0-9]),(.)', line) as r"))
        .containsExactly("1|x", "2|\"", "4|w");
    assertThatThrownBy(() -> bench.query("select * from lines, csv_extract(length(line), line) c"))
        .hasMessageContaining("csv_extract of anything but a constant first argument");
  }

  @Test
  void hashesThatOtherSystemsShareAreTheirs() {
    assertThat(
            bench.query(
                "select kafka_murmur2('21'), kafka_murmur2('foobar'),"
                    + " uuid_generate_v5('6ba7b810-9dad-11d1-80b4-00c04fd430c8',"
                    + " 'www.example.com')"))
        .containsExactly("-973932308|-790332482|2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    assertThatThrownBy(() -> bench.query("select lower(variadic string_to_array('a', ','))"))
        .hasMessageContaining("VARIADIC in a call of lower");
    assertThatThrownBy(() -> bench.query("select jsonb_path_query('{}', '$.keyvalue()')"))
        .hasMessageContaining("jsonpath item method .keyvalue()");
  }
}
