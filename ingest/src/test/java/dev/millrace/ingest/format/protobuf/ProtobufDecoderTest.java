package dev.millrace.ingest.format.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.millrace.ingest.format.Decoding;
import dev.millrace.ingest.registry.SchemaRegistry.Reference;
import dev.millrace.ingest.registry.SchemaRegistry.Registered;
import dev.millrace.model.error.DatabaseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Messages that the library writes, read back as rows.
final class ProtobufDecoderTest {

  private static final String SHOP =
      """
      syntax = "proto3";
      package shop.v1;
      import "common/money.proto";
      import "google/protobuf/timestamp.proto";
      message Order {
        enum Status { NEW = 0; PAID = 1; }
        message Line { int32 item = 1; optional uint32 count = 2; }
        sint64 id = 1;
        optional string note = 2;
        Status status = 3;
        repeated Line lines = 4;
        map<string, double> rates = 5;
        common.Money total = 6;
        google.protobuf.Timestamp at = 7;
        oneof payment { string card = 8; bool cash = 9; }
        repeated fixed64 numbers = 10;
        bytes raw = 11;
        float weight = 12;
      }
      """;
  private static final String MONEY =
      """
      syntax = "proto3";
      package common;
      message Money { int64 units = 1; string currency = 2; }
      """;

  private final ProtobufSchema schema = registered(SHOP);
  private final Descriptor order = schema.descriptor();

  private static ProtobufSchema registered(String text) {
    return ProtobufSchema.registered(
        new Registered(1, "PROTOBUF", text, List.of(new Reference("common/money.proto", MONEY))));
  }

  @Test
  void fieldsAreColumnsAndWhatWasNotSetIsNullOrTheDefault() throws IOException {
    Decoding decoding = new Decoding(new ProtobufDecoder(schema, false));
    assertThat(decoding.names())
        .containsExactly(
            "id", "note", "status", "lines", "rates", "total", "at", "card", "cash", "numbers",
            "raw", "weight");
    assertThat(decoding.row(new byte[0]))
        .containsExactly("0", null, "NEW", "{}", "{}", null, null, null, null, "{}", "\\x", "0");
    Descriptor line = order.findNestedTypeByName("Line");
    DynamicMessage message =
        DynamicMessage.newBuilder(order)
            .setField(field("id"), -7L)
            .setField(field("note"), "é")
            .setField(field("status"), field("status").getEnumType().findValueByName("PAID"))
            .addRepeatedField(
                field("lines"),
                DynamicMessage.newBuilder(line)
                    .setField(line.findFieldByName("item"), 3)
                    .setField(line.findFieldByName("count"), -1)
                    .build())
            .setField(field("total"), money(field("total").getMessageType(), 12, "EUR"))
            .setField(field("cash"), false)
            .addRepeatedField(field("numbers"), -1L)
            .setField(field("raw"), ByteString.copyFrom(new byte[] {1, 2}))
            .setField(field("weight"), 1.5f)
            .build();
    assertThat(decoding.row(message.toByteArray()))
        .containsExactly(
            "-7",
            "é",
            "PAID",
            "{\"(3,4294967295)\"}",
            "{}",
            "(12,EUR)",
            null,
            null,
            "f",
            "{18446744073709551615}",
            "\\x0102",
            "1.5");
  }

  private FieldDescriptor field(String name) {
    return order.findFieldByName(name);
  }

  private static DynamicMessage money(Descriptor money, long units, String currency) {
    return DynamicMessage.newBuilder(money)
        .setField(money.findFieldByName("units"), units)
        .setField(money.findFieldByName("currency"), currency)
        .build();
  }

  @Test
  void randomMessagesComeBack() {
    long seed = Long.getLong("protobuf.seed", System.nanoTime());
    Random random = new Random(seed);
    Decoding decoding = new Decoding(new ProtobufDecoder(schema, false));
    for (int round = 0; round < 500; round++) {
      DynamicMessage.Builder message = DynamicMessage.newBuilder(order);
      List<@Nullable String> expected = new ArrayList<>();
      long id = random.nextLong();
      message.setField(field("id"), id);
      expected.add(Long.toString(id));
      String note = random.nextBoolean() ? "n" + random.nextInt(99) : null;
      if (note != null) {
        message.setField(field("note"), note);
      }
      expected.add(note);
      int status = random.nextInt(2);
      message.setField(field("status"), field("status").getEnumType().getValues().get(status));
      expected.add(status == 0 ? "NEW" : "PAID");
      boolean isCard = random.nextBoolean();
      message.setField(isCard ? field("card") : field("cash"), isCard ? (Object) "c" : true);
      List<@Nullable String> row = decoding.row(message.build().toByteArray());
      assertThat(row.subList(0, 3)).as("-Dprotobuf.seed=%d", seed).isEqualTo(expected);
      assertThat(row.get(7)).isEqualTo(isCard ? "c" : null);
      assertThat(row.get(8)).isEqualTo(isCard ? null : "t");
    }
  }

  @Test
  void confluentsHeaderSaysWhichMessageFollows() throws IOException {
    Decoding decoding = new Decoding(new ProtobufDecoder(schema, true));
    DynamicMessage message = DynamicMessage.newBuilder(order).setField(field("id"), 5L).build();
    assertThat(decoding.row(framed(message, 0)).getFirst()).isEqualTo("5");
    assertThat(decoding.row(framed(message, 1, 0)).getFirst()).isEqualTo("5");
    assertThatThrownBy(() -> decoding.row(framed(message, 1, 1)))
        .hasMessageContaining("not the first of its schema");
    assertThatThrownBy(() -> decoding.row(new byte[] {1, 0, 0, 0, 1, 0}))
        .hasMessageContaining("does not begin with a schema id");
  }

  private static byte[] framed(DynamicMessage message, int... path) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, 0, 0, 1});
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    for (int step : path) {
      coded.writeSInt32NoTag(step);
    }
    coded.flush();
    out.writeBytes(message.toByteArray());
    return out.toByteArray();
  }

  @Test
  void whatIsNoMessageIsRefused() {
    Decoding decoding = new Decoding(new ProtobufDecoder(schema, false));
    for (String hex : List.of("08", "0f", "12ff", "180707", "1807")) {
      assertThatThrownBy(() -> decoding.row(HexFormat.of().parseHex(hex)))
          .as(hex)
          .isInstanceOf(DatabaseException.class)
          .hasMessageStartingWith("invalid Protobuf message: ");
    }
  }

  @Test
  void aSchemaInTheStatementIsASetOfDescriptors() {
    String hex = "\\x" + HexFormat.of().formatHex(Base64.getDecoder().decode(schema.descriptors()));
    ProtobufSchema inline = ProtobufSchema.inline(".shop.v1.Order", hex);
    assertThat(new Decoding(new ProtobufDecoder(inline, false)).names()).hasSize(12);
    assertThat(ProtobufSchema.inline("shop.v1.Order.Line", hex).descriptor().getName())
        .isEqualTo("Line");
    assertThatThrownBy(() -> ProtobufSchema.inline("shop.v1.Nothing", hex))
        .hasMessage("Protobuf message \"shop.v1.Nothing\" is not in the schema");
    assertThatThrownBy(() -> ProtobufSchema.inline("m", "\\xff"))
        .hasMessageStartingWith("invalid Protobuf schema");
    assertThatThrownBy(() -> ProtobufSchema.inline("m", "\\xgg"))
        .hasMessageStartingWith("invalid Protobuf schema");
  }

  @Test
  void schemasThatMakeNoColumnsAreRefusedByName() {
    assertThatThrownBy(() -> registered("syntax = \"proto3\"; message A {} message B {}"))
        .hasMessage("a Protobuf schema of 2 messages is not supported");
    assertThatThrownBy(() -> columns("syntax = \"proto3\"; message A { A next = 1; }"))
        .hasMessage("recursive Protobuf message A is not supported");
    assertThatThrownBy(() -> columns("syntax = \"proto3\"; message A { map<int32, A> m = 1; }"))
        .hasMessageContaining("keys that are not strings");
    assertThatThrownBy(() -> columns("syntax = \"proto3\"; message A {}"))
        .hasMessage("Protobuf message without fields is not supported");
    assertThatThrownBy(() ->
            columns("syntax = \"proto3\"; import \"nowhere.proto\"; message A { int32 a = 1; }"))
        .hasMessageContaining("nowhere.proto");
    assertThatThrownBy(() -> columns("message A { int32 a = "))
        .hasMessageStartingWith("invalid Protobuf schema");
  }

  private static void columns(String text) {
    new ProtobufDecoder(registered(text), false).columns();
  }
}
