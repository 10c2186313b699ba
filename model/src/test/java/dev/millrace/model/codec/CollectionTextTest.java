package dev.millrace.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CollectionTextTest {

  private static final SqlType TEXTS = new ListType(ScalarType.TEXT);
  private static final SqlType NESTED = new ListType(new ListType(ScalarType.INT4));
  private static final SqlType MAP = new MapType(ScalarType.TEXT);
  private static final SqlType ROW =
      new RecordType(
          List.of(
              new RecordType.Field("a", ScalarType.INT4),
              new RecordType.Field("b", ScalarType.TEXT),
              new RecordType.Field("c", new ArrayType(ScalarType.INT4))));

  @Test
  void listsKeepQuotesWhereTheyAreNeeded() {
    assertThat(printed(TEXTS, "{a, \"b c\" ,NULL,\"NULL\",\"\",\"q\\\"\\\\\"}"))
        .isEqualTo("{a,\"b c\",NULL,\"NULL\",\"\",\"q\\\"\\\\\"}");
  }

  @Test
  void listsMayBeRagged() {
    assertThat(printed(NESTED, "{{1,2},{},NULL,{3}}")).isEqualTo("{{1,2},{},NULL,{3}}");
  }

  @Test
  void mapsAreSortedByKey() {
    assertThat(printed(MAP, "{b=>1, a=>\"x,y\", \"c d\"=>NULL}"))
        .isEqualTo("{a=>\"x,y\",b=>1,\"c d\"=>NULL}");
  }

  @Test
  void recordsLeaveNullsEmpty() {
    assertThat(printed(ROW, "(1,\"a \"\"b\",\"{1,NULL}\")"))
        .isEqualTo("(1,\"a \"\"b\",\"{1,NULL}\")");
    assertThat(printed(ROW, "(,\"\",)")).isEqualTo("(,\"\",)");
  }

  @Test
  void arraysMustBeRectangular() {
    assertThat(printed(new ArrayType(ScalarType.INT4), "[0:1][2:3]={{1,2},{3,4}}"))
        .isEqualTo("[0:1][2:3]={{1,2},{3,4}}");
    assertThatThrownBy(() -> printed(new ArrayType(ScalarType.INT4), "{{1,2},{3}}"))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("malformed array literal: \"{{1,2},{3}}\"");
  }

  private static String printed(SqlType type, String text) {
    return TextFormat.text(type, TextFormat.parse(type, text));
  }
}
