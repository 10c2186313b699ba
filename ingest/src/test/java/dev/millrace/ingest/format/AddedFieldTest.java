package dev.millrace.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.ingest.AvroText;
import dev.millrace.model.value.Slice;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/// Fields that a newer schema brings to a reader schema.
final class AddedFieldTest {

  private static final String ID = "{\"name\":\"id\",\"type\":\"int\"}";

  @Test
  void theFieldComesLastWithItsDefault() {
    String newest =
        record(
            "{\"name\":\"city\",\"type\":\"string\",\"default\":\"Ulm\"},"
                + "{\"name\":\"other\",\"type\":\"int\",\"default\":1},"
                + ID);
    AddedField added = add(record(ID), "city", newest);
    assertThat(added.missing()).isEqualTo(Slice.utf8("Ulm"));
    Decoding decoding = decoding(added);
    assertThat(decoding.names()).containsExactly("id", "city");
    assertThat(decoding.row(AvroText.binary(text(added), "{\"id\":7,\"city\":\"Bonn\"}")))
        .containsExactly("7", "Bonn");
  }

  @Test
  void whatMayBeNullIsNullWithoutADefault() {
    for (String type : List.of("[\"null\",\"string\"]", "[\"string\",\"null\"]")) {
      AddedField added =
          add(record(ID), "note", record(ID + ",{\"name\":\"note\",\"type\":" + type + "}"));
      assertThat(added.missing()).isNull();
      assertThat(decoding(added).row(AvroText.binary(text(added), "{\"id\":7,\"note\":null}")))
          .containsExactly("7", null);
      // What was written before resolves to it.
      Schema reader = AvroTypes.parse(text(added), List.of());
      AvroColumns columns = AvroColumns.of(reader, "data");
      assertThat(AvroProgram.of(AvroTypes.parse(record(ID), List.of()), columns)).isNotNull();
    }
  }

  @Test
  void theRowsOfEnvelopesGetTheField() {
    AddedField added =
        AddedField.of(
            format(envelope(ID)),
            "note",
            true,
            AvroTypes.parse(
                envelope(ID + ",{\"name\":\"note\",\"type\":\"string\",\"default\":\"-\"}"),
                List.of()));
    Decoding decoding = new Decoding(Formats.changes(added.format(), null));
    assertThat(decoding.names()).containsExactly("id", "note");
    assertThat(
            decoding.row(
                AvroText.binary(text(added), "{\"after\":{\"Row\":{\"id\":1,\"note\":\"x\"}}}")))
        .containsExactly("1", "x");
    assertThat(decoding.row(AvroText.binary(text(added), "{\"after\":null}"))).isNull();
  }

  @Test
  void whatCannotBeAddedIsRefused() {
    String newest =
        record(
            ID
                + ",{\"name\":\"bare\",\"type\":\"int\"},"
                + "{\"name\":\"two\",\"type\":[\"null\",\"int\",\"string\"],\"default\":null}");
    assertThatThrownBy(() -> add(record(ID), "lost", newest))
        .hasMessage("the newest schema in the registry has no field \"lost\"");
    assertThatThrownBy(() -> add(record(ID), "id", newest))
        .hasMessage("the source shows the field \"id\" already");
    assertThatThrownBy(() -> add(record(ID), "bare", newest))
        .hasMessage("the field \"bare\" has neither a default nor a null");
    assertThatThrownBy(() -> add(record(ID), "two", newest))
        .hasMessage("an Avro union of 2 types that are not null is not supported");
    assertThatThrownBy(() -> add("\"int\"", "x", "\"int\""))
        .hasMessageStartingWith("ADD COLUMN to a source whose schema is no record, but int");
    String colour =
        "{\"name\":\"%s\",\"type\":{\"type\":\"enum\",\"name\":\"C\",\"symbols\":[%s]}%s}";
    assertThatThrownBy(() ->
            add(
                record(colour.formatted("a", "\"r\"", "")),
                "b",
                record(colour.formatted("b", "\"g\"", ",\"default\":\"g\""))))
        .hasMessageContaining("gives the name of a type another meaning");
  }

  private static AddedField add(String reader, String name, String newest) {
    return AddedField.of(format(reader), name, false, AvroTypes.parse(newest, List.of()));
  }

  private static Decoding decoding(AddedField added) {
    FormatSpec format = added.format();
    return new Decoding(Formats.decoder(format, Formats.Part.VALUE, null));
  }

  private static String text(AddedField added) {
    return String.valueOf(added.format().schema());
  }

  private static FormatSpec format(String schema) {
    FormatSpec format = Decoding.format("AVRO", Map.of("CONFLUENT WIRE FORMAT", "false"));
    return new FormatSpec("AVRO", format.options(), null, schema);
  }

  private static String record(String fields) {
    return "{\"type\":\"record\",\"name\":\"T\",\"fields\":[" + fields + "]}";
  }

  private static String envelope(String fields) {
    return """
    {"type":"record","name":"Envelope","fields":[
     {"name":"before","type":["null",{"type":"record","name":"Row","fields":[%s]}]},
     {"name":"after","type":["null","Row"]},{"name":"op","type":"string"}]}\
    """
        .formatted(fields);
  }
}
