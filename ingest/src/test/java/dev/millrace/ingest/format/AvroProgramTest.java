package dev.millrace.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Records written by the library with one schema and read with another give what the library's own
/// resolution gives.
final class AvroProgramTest {

  /// Types of fields, and what a record may have been written with instead.
  private static final String[][] TYPES = {
    {"\"boolean\""},
    {"\"int\""},
    {"\"long\"", "\"int\""},
    {"\"float\"", "\"int\"", "\"long\""},
    {"\"double\"", "\"float\"", "\"int\""},
    {"\"string\"", "\"bytes\""},
    {"\"bytes\"", "\"string\""},
    {"{\"type\":\"fixed\",\"name\":\"F%d\",\"size\":3}"},
    {
      "{\"type\":\"enum\",\"name\":\"E%d\",\"symbols\":[\"A\",\"B\",\"C\"],\"default\":\"A\"}",
      "{\"type\":\"enum\",\"name\":\"E%d\",\"symbols\":[\"B\",\"D\",\"A\"]}"
    },
    {"{\"type\":\"array\",\"items\":\"int\"}"},
    {"{\"type\":\"array\",\"items\":\"long\"}", "{\"type\":\"array\",\"items\":\"int\"}"},
    {"{\"type\":\"map\",\"values\":[\"null\",\"string\"]}"},
    {
      "{\"type\":\"record\",\"name\":\"R%d\",\"fields\":[{\"name\":\"a\",\"type\":\"long\"},"
          + "{\"name\":\"b\",\"type\":\"string\",\"default\":\"x\"}]}",
      "{\"type\":\"record\",\"name\":\"R%d\","
          + "\"fields\":[{\"name\":\"c\",\"type\":[\"null\",\"int\"]},"
          + "{\"name\":\"a\",\"type\":\"int\"}]}"
    },
    {"[\"null\",\"int\"]", "\"int\"", "\"null\""},
    {"[\"string\",\"null\"]", "[\"null\",\"string\"]", "\"string\""},
    {"[\"null\",\"int\",\"string\"]", "[\"string\",\"int\"]", "\"string\"", "\"null\""},
    {"[\"double\",\"boolean\"]", "[\"boolean\",\"double\"]", "\"float\""},
    {"{\"type\":\"int\",\"logicalType\":\"date\"}"},
    {"{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}", "\"long\""},
    {
      "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":20,\"scale\":2}",
      "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}"
    }
  };

  @Test
  void resolutionIsTheLibrarys() throws IOException {
    long seed = Long.getLong("avro.seed", System.nanoTime());
    Random random = new Random(seed);
    int rows = 0;
    for (int round = 0; round < 600; round++) {
      List<String> readerFields = new ArrayList<>();
      List<String> writerFields = new ArrayList<>();
      fields(random, readerFields, writerFields);
      Schema reader = record(readerFields);
      Schema writer = random.nextInt(4) == 0 ? reader : record(writerFields);
      AvroColumns columns = AvroColumns.of(reader, "data");
      for (Object written : new RandomData(writer, 5, random.nextLong())) {
        byte[] bytes = encode(writer, written);
        assertThat(actual(writer, columns, bytes))
            .as("-Davro.seed=%d, round %d: %s read as %s: %s", seed, round, writer, reader, written)
            .isEqualTo(expected(writer, columns, bytes));
        rows += expected(writer, columns, bytes) == null ? 0 : 1;
      }
    }
    assertThat(rows).as("of 3000 rows, how many could be read").isGreaterThan(1000);
  }

  private static void fields(Random random, List<String> reader, List<String> writer) {
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      String[] types = TYPES[random.nextInt(TYPES.length)];
      String name = "{\"name\":\"f" + i + "\",\"type\":";
      boolean isNew = random.nextInt(5) == 0;
      String read = types[0].formatted(i);
      boolean hasDefault = read.startsWith("[\"null\"") || read.equals("\"int\"");
      reader.add(name + read + (hasDefault ? ",\"default\":" + defaultOf(read) : "") + "}");
      if (!isNew) {
        writer.add(name + types[random.nextInt(types.length)].formatted(i) + "}");
      }
      if (random.nextInt(4) == 0) {
        String[] removed = TYPES[random.nextInt(TYPES.length)];
        writer.add("{\"name\":\"g" + i + "\",\"type\":" + removed[0].formatted(100 + i) + "}");
      }
    }
    Collections.shuffle(writer, random);
  }

  private static String defaultOf(String type) {
    return type.equals("\"int\"") ? "42" : "null";
  }

  private static Schema record(List<String> fields) {
    return AvroTypes.parse(
        "{\"type\":\"record\",\"name\":\"T\",\"fields\":[" + String.join(",", fields) + "]}",
        List.of());
  }

  private static byte[] encode(Schema schema, Object value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(schema).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  /// The row's values; null if it cannot be read.
  private static @Nullable List<@Nullable Object> expected(
      Schema writer, AvroColumns columns, byte[] bytes) throws IOException {
    List<@Nullable Object> row = new ArrayList<>();
    try {
      IndexedRecord value =
          new GenericDatumReader<IndexedRecord>(writer, columns.schema())
              .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
      for (int i = 0; i < columns.fields().size(); i++) {
        AvroColumns.Part part = columns.fields().get(i);
        Object field = value.get(i);
        for (Schema variant : part.variants()) {
          boolean isThis =
              part.columns().size() == 1
                  || (field != null
                      && GenericData.get().validate(variant, field)
                      && part.schema()
                          .getTypes()
                          .get(GenericData.get().resolveUnion(part.schema(), field))
                          .equals(variant));
          Schema of = part.columns().size() == 1 ? part.schema() : variant;
          row.add(isThis ? AvroValues.stored(of, field) : null);
        }
      }
      return row;
    } catch (AvroRuntimeException | ArithmeticException | DatabaseException e) {
      return null;
    }
  }

  private static @Nullable List<@Nullable Object> actual(
      Schema writer, AvroColumns columns, byte[] bytes) {
    Column[] target =
        columns.columns().stream().map(c -> Column.of(c.type(), 2)).toArray(Column[]::new);
    AvroBytes in = new AvroBytes();
    in.reset(bytes, 0);
    try {
      assertThat(AvroProgram.of(writer, columns).run(in, target, 0)).isTrue();
    } catch (DatabaseException e) {
      return null;
    }
    assertThat(in.remaining()).isZero();
    List<@Nullable Object> row = new ArrayList<>();
    for (Column column : target) {
      assertThat(column.size()).isEqualTo(1);
      row.add(column.value(0));
    }
    return row;
  }

  @Test
  void numbersWrittenInAnotherUnitAreRefused() {
    Schema hundredths = decimal(2);
    AvroColumns thousandths = AvroColumns.of(decimal(3), "data");
    assertThatThrownBy(() -> AvroProgram.of(hundredths, thousandths))
        .hasMessageEndingWith("decimal of scale 2 is not decimal of scale 3");
    AvroColumns micros = AvroColumns.of(timestamp("timestamp-micros"), "data");
    assertThatThrownBy(() -> AvroProgram.of(timestamp("timestamp-millis"), micros))
        .hasMessageEndingWith("timestamp-millis is not timestamp-micros");
  }

  private static Schema decimal(int scale) {
    return record(
        List.of(
            "{\"name\":\"d\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\","
                + "\"precision\":9,\"scale\":"
                + scale
                + "}]}"));
  }

  private static Schema timestamp(String logical) {
    return record(
        List.of(
            "{\"name\":\"t\",\"type\":{\"type\":\"array\",\"items\":"
                + "{\"type\":\"long\",\"logicalType\":\""
                + logical
                + "\"}}}"));
  }

  @Test
  void aFieldUnderItsFormerNameIsFoundByItsAlias() throws IOException {
    Schema writer = record(List.of("{\"name\":\"old\",\"type\":\"int\"}"));
    AvroColumns columns =
        AvroColumns.of(
            record(List.of("{\"name\":\"now\",\"type\":\"long\",\"aliases\":[\"old\"]}")), "data");
    GenericData.Record value = new GenericData.Record(writer);
    value.put("old", 7);
    assertThat(actual(writer, columns, encode(writer, value))).containsExactly(7L);
  }

  @Test
  void whatNestsWithoutEndIsRefused() throws IOException {
    Schema writer =
        AvroTypes.parse(
            "{\"type\":\"record\",\"name\":\"T\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"},"
                + "{\"name\":\"next\",\"type\":[\"null\",\"T\"]}]}",
            List.of());
    AvroColumns columns =
        AvroColumns.of(record(List.of("{\"name\":\"id\",\"type\":\"int\"}")), "data");
    assertThat(actual(writer, columns, encode(writer, chain(writer, 10)))).containsExactly(1);
    byte[] deep = encode(writer, chain(writer, 200));
    AvroBytes in = new AvroBytes();
    in.reset(deep, 0);
    Column[] target = {Column.of(columns.columns().getFirst().type(), 1)};
    assertThatThrownBy(() -> AvroProgram.of(writer, columns).run(in, target, 0))
        .hasMessageContaining("nested deeper than 100");
  }

  private static GenericData.Record chain(Schema schema, int length) {
    GenericData.Record next = null;
    for (int i = length; i > 0; i--) {
      GenericData.Record link = new GenericData.Record(schema);
      link.put("id", i);
      link.put("next", next);
      next = link;
    }
    return next;
  }
}
