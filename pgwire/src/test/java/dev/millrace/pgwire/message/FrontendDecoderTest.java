package dev.millrace.pgwire.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class FrontendDecoderTest {

  private final EmbeddedChannel channel = new EmbeddedChannel(new FrontendDecoder(4096));

  @Test
  void startupMessageGivesItsParameters() {
    channel.writeInbound(startup("user", "ada", "database", "materialize"));
    FrontendMessage.Startup startup = channel.readInbound();
    assertThat(startup.major()).isEqualTo(3);
    assertThat(startup.parameters())
        .containsEntry("user", "ada")
        .containsEntry("database", "materialize");
  }

  @Test
  void bytesMayArriveOneByOne() {
    ByteBuf whole = startup("user", "ada");
    while (whole.isReadable()) {
      channel.writeInbound(whole.readBytes(1));
    }
    FrontendMessage.Startup startup = channel.readInbound();
    assertThat(startup.parameters()).containsEntry("user", "ada");
  }

  @Test
  void startupLongerThanTheLimitIsRefusedBeforeItIsRead() {
    channel.writeInbound(Unpooled.buffer().writeInt(FrontendDecoder.STARTUP_BYTES_MAX + 1));
    assertThat(next())
        .isEqualTo(new FrontendMessage.Malformed("invalid length of startup packet", true));
  }

  @Test
  void messageLongerThanTheLimitIsRefusedBeforeItIsRead() {
    begin();
    channel.writeInbound(Unpooled.buffer().writeByte('Q').writeInt(4097));
    assertThat(next())
        .isEqualTo(new FrontendMessage.Malformed("request larger than 4096 bytes", true));
  }

  @Test
  void messageAtTheLimitIsRead() {
    begin();
    String sql = "x".repeat(4096 - 4 - 1);
    channel.writeInbound(message('Q', text(sql)));
    assertThat(next()).isEqualTo(new FrontendMessage.Query(sql));
  }

  @Test
  void negativeLengthEndsTheConnection() {
    begin();
    channel.writeInbound(Unpooled.buffer().writeByte('Q').writeInt(-5));
    assertThat(next()).isEqualTo(new FrontendMessage.Malformed("invalid message length", true));
    channel.writeInbound(message('S', Unpooled.buffer()));
    assertThat(next()).isNull();
  }

  @Test
  void bindReadsNullsAndPerParameterFormats() {
    begin();
    ByteBuf body = text("p").writeBytes(text("s"));
    body.writeShort(2).writeShort(0).writeShort(1);
    body.writeShort(2).writeInt(-1).writeInt(2).writeBytes(new byte[] {1, 2});
    body.writeShort(1).writeShort(1);
    channel.writeInbound(message('B', body));
    FrontendMessage.Bind bind = channel.readInbound();
    assertThat(bind.portal()).isEqualTo("p");
    assertThat(bind.parameters().get(0).bytes()).isNull();
    assertThat(bind.parameters().get(1).isBinary()).isTrue();
    assertThat(bind.parameters().get(1).bytes()).containsExactly(1, 2);
    assertThat(bind.resultFormats()).containsExactly(1);
  }

  @Test
  void bindThatClaimsMoreParametersThanItHoldsIsMalformed() {
    begin();
    ByteBuf body = text("").writeBytes(text("")).writeShort(0).writeShort(60000);
    channel.writeInbound(message('B', body));
    assertMalformed();
  }

  @Test
  void parameterLengthBeyondTheMessageIsMalformed() {
    begin();
    ByteBuf body = text("").writeBytes(text("")).writeShort(0).writeShort(1).writeInt(1 << 30);
    channel.writeInbound(message('B', body));
    assertMalformed();
  }

  @Test
  void trailingBytesAreMalformed() {
    begin();
    channel.writeInbound(message('S', Unpooled.buffer().writeByte(1)));
    assertMalformed();
  }

  @Test
  void unterminatedStringIsMalformed() {
    begin();
    channel.writeInbound(message('Q', Unpooled.buffer().writeByte('x')));
    assertMalformed();
  }

  @Test
  void goodMessageAfterAMalformedOneIsRead() {
    begin();
    channel.writeInbound(message('Q', Unpooled.buffer().writeByte('x')));
    channel.writeInbound(message('S', Unpooled.buffer()));
    assertMalformed();
    assertThat(next()).isEqualTo(new FrontendMessage.Sync());
  }

  private Object next() {
    return channel.readInbound();
  }

  private void assertMalformed() {
    assertThat(next()).isEqualTo(new FrontendMessage.Malformed("invalid message format", false));
  }

  private void begin() {
    channel.writeInbound(startup("user", "ada"));
    channel.readInbound();
  }

  private static ByteBuf startup(String... parameters) {
    ByteBuf body = Unpooled.buffer().writeInt(3 << 16);
    for (String parameter : parameters) {
      body.writeBytes(text(parameter));
    }
    body.writeByte(0);
    return Unpooled.buffer().writeInt(body.readableBytes() + 4).writeBytes(body);
  }

  private static ByteBuf message(char type, ByteBuf body) {
    return Unpooled.buffer().writeByte(type).writeInt(body.readableBytes() + 4).writeBytes(body);
  }

  private static ByteBuf text(String text) {
    return Unpooled.buffer().writeBytes(text.getBytes(StandardCharsets.UTF_8)).writeByte(0);
  }
}
