package dev.millrace.pgwire.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Every message by its bytes: whole, cut short at each byte, longer than it says, and at random
/// (`-Dmillrace.seed=` replays). Whatever comes, the decoder answers with a message and goes on, or
/// with one that ends the connection.
final class EveryMessageTest {

  private static final int LENGTH_MAX = 4096;

  /// One message: its body in hexadecimal and what it is read as.
  private record Sample(char type, String hex, Class<?> kind) {
    byte[] body() {
      return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
  }

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample('Q', "73656c656374203100", FrontendMessage.Query.class),
          new Sample('P', "730073000002 00000017 00000000", FrontendMessage.Parse.class),
          new Sample('P', "00 00 0000", FrontendMessage.Parse.class),
          new Sample(
              'B',
              "7000 7300 00010001 0002 0000000161 ffffffff 000200000001",
              FrontendMessage.Bind.class),
          new Sample('B', "00 00 0000 0000 0000", FrontendMessage.Bind.class),
          new Sample('D', "53 00", FrontendMessage.Describe.class),
          new Sample('D', "50 706f7274616c00", FrontendMessage.Describe.class),
          new Sample('E', "7000 00000005", FrontendMessage.Execute.class),
          new Sample('C', "53 00", FrontendMessage.Close.class),
          new Sample('S', "", FrontendMessage.Sync.class),
          new Sample('H', "", FrontendMessage.Flush.class),
          new Sample('c', "", FrontendMessage.CopyDone.class),
          new Sample('f', "77687900", FrontendMessage.CopyFail.class),
          new Sample('X', "", FrontendMessage.Terminate.class));

  private static EmbeddedChannel started() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrontendDecoder(LENGTH_MAX));
    byte[] user = "user\0ada\0\0".getBytes(StandardCharsets.UTF_8);
    channel.writeInbound(
        Unpooled.buffer().writeInt(user.length + 8).writeInt(3 << 16).writeBytes(user));
    assertThat(next(channel)).isInstanceOf(FrontendMessage.Startup.class);
    return channel;
  }

  private static ByteBuf framed(char type, byte[] body, int length) {
    return Unpooled.buffer().writeByte(type).writeInt(length + 4).writeBytes(body, 0, length);
  }

  private static Object next(EmbeddedChannel channel) {
    return channel.readInbound();
  }

  private static Object decode(char type, byte[] body, int length) {
    EmbeddedChannel channel = started();
    channel.writeInbound(framed(type, body, length));
    return next(channel);
  }

  @Test
  void wholeMessagesAreUnderstood() {
    for (Sample sample : SAMPLES) {
      byte[] body = sample.body();
      assertThat(decode(sample.type(), body, body.length)).isInstanceOf(sample.kind());
    }
  }

  @Test
  void whatIsCutShortIsMalformedAndTheNextMessageIsRead() {
    for (Sample sample : SAMPLES) {
      byte[] body = sample.body();
      for (int length = 0; length < body.length; length++) {
        EmbeddedChannel channel = started();
        channel.writeInbound(framed(sample.type(), body, length));
        assertThat(next(channel))
            .as("%s cut to %s bytes", sample, length)
            .isInstanceOf(FrontendMessage.Malformed.class);
        channel.writeInbound(framed('S', new byte[0], 0));
        assertThat(next(channel)).isEqualTo(new FrontendMessage.Sync());
      }
    }
  }

  @Test
  void oneByteTooManyIsMalformed() {
    for (Sample sample : SAMPLES) {
      byte[] longer = Arrays.copyOf(sample.body(), sample.body().length + 1);
      longer[longer.length - 1] = 1;
      assertThat(decode(sample.type(), longer, longer.length))
          .as(sample.toString())
          .isInstanceOf(FrontendMessage.Malformed.class);
    }
  }

  @Test
  void aFunctionCallIsRefusedAndAnUnknownTypeEndsTheConnection() {
    assertThat(decode('F', new byte[4], 4))
        .isEqualTo(
            new FrontendMessage.Malformed("function call messages are not supported", false));
    for (char type : new char[] {'A', 'a', '\0', '~', 'R', 'Z'}) {
      assertThat(decode(type, new byte[3], 3))
          .isEqualTo(
              new FrontendMessage.Malformed("invalid frontend message type " + (int) type, true));
    }
  }

  @Test
  void textThatIsNotUtf8IsRefusedWithItsState() {
    assertThat(decode('Q', new byte[] {0x73, (byte) 0xff, 0}, 3))
        .isInstanceOfSatisfying(
            FrontendMessage.Malformed.class,
            m -> {
              assertThat(m.state()).isEqualTo(SqlState.CHARACTER_NOT_IN_REPERTOIRE);
              assertThat(m.isFatal()).isFalse();
            });
  }

  @Test
  void aStartupWithoutItsLastZeroIsRefused() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrontendDecoder(LENGTH_MAX));
    byte[] user = "user\0ada\0".getBytes(StandardCharsets.UTF_8);
    channel.writeInbound(
        Unpooled.buffer().writeInt(user.length + 8).writeInt(3 << 16).writeBytes(user));
    assertThat(next(channel))
        .isEqualTo(
            new FrontendMessage.Malformed(
                "invalid startup packet layout: expected terminator as last byte", true));
  }

  @Test
  void randomBytesNeverBreakTheDecoder() {
    long first = Long.getLong("millrace.seed", 1);
    long last = Long.getLong("millrace.seed", 2_000);
    for (long seed = first; seed <= last; seed++) {
      Random random = new Random(seed);
      byte[] body = new byte[random.nextInt(40)];
      random.nextBytes(body);
      char type = "QPBDECSHdcfXpF".charAt(random.nextInt(14));
      assertThat(decode(type, body, body.length)).as("-Dmillrace.seed=" + seed).isNotNull();
    }
  }
}
