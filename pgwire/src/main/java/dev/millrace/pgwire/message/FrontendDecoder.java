package dev.millrace.pgwire.message;

import dev.millrace.pgwire.ParameterValue;
import dev.millrace.pgwire.message.FrontendMessage.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Bytes to [FrontendMessage]s. A message's length is checked against its limit before anything of
/// it is allocated. Confined to the channel's event loop.
public final class FrontendDecoder extends ByteToMessageDecoder {

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int CANCEL_REQUEST = 80877102;

  /// PostgreSQL's MAX_STARTUP_PACKET_LENGTH.
  public static final int STARTUP_BYTES_MAX = 10_000;

  private final int messageBytesMax;
  private boolean started;
  private boolean broken;

  /// @param messageBytesMax longest message accepted after the startup, bytes
  public FrontendDecoder(int messageBytesMax) {
    this.messageBytesMax = messageBytesMax;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
    } else if (started) {
      decodeMessage(in, out);
    } else {
      decodeStartup(in, out);
    }
  }

  private void decodeStartup(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < 4) {
      return;
    }
    int length = in.getInt(in.readerIndex());
    if (length < 8 || length > STARTUP_BYTES_MAX) {
      fail("invalid length of startup packet", in, out);
      return;
    }
    if (in.readableBytes() < length) {
      return;
    }
    ByteBuf body = in.readSlice(length).skipBytes(4);
    int code = body.readInt();
    switch (code) {
      case SSL_REQUEST -> {
        if (in.isReadable()) {
          // bytes sent before the TLS handshake could be an attacker's (CVE-2021-23222)
          fail("received unencrypted data after SSL request", in, out);
        } else {
          out.add(new FrontendMessage.SslRequest());
        }
      }
      case GSS_REQUEST -> out.add(new FrontendMessage.GssRequest());
      case CANCEL_REQUEST -> {
        if (body.readableBytes() == 8) {
          out.add(new FrontendMessage.Cancel(body.readInt(), body.readInt()));
        } else {
          fail("invalid length of cancel request packet", in, out);
        }
      }
      default -> {
        started = true;
        try {
          out.add(new FrontendMessage.Startup(code >>> 16, code & 0xffff, parameters(body)));
        } catch (CharacterCodingException e) {
          fail("invalid byte sequence in startup packet", in, out);
        } catch (MalformedException e) {
          fail(String.valueOf(e.getMessage()), in, out);
        }
      }
    }
  }

  private static Map<String, String> parameters(ByteBuf body) throws CharacterCodingException {
    Map<String, String> parameters = new LinkedHashMap<>();
    while (body.isReadable() && body.getByte(body.readerIndex()) != 0) {
      String name = string(body);
      parameters.put(name, string(body));
    }
    boolean isTerminated = body.readableBytes() == 1 && body.readByte() == 0;
    if (!isTerminated) {
      throw new MalformedException(
          "invalid startup packet layout: expected terminator as last byte");
    }
    return parameters;
  }

  private void decodeMessage(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < 5) {
      return;
    }
    char type = (char) in.getUnsignedByte(in.readerIndex());
    int length = in.getInt(in.readerIndex() + 1);
    if (length < 4) {
      fail("invalid message length", in, out);
      return;
    }
    if (length > messageBytesMax) {
      fail("request larger than " + messageBytesMax + " bytes", in, out);
      return;
    }
    if (in.readableBytes() < length + 1) {
      return;
    }
    ByteBuf body = in.readSlice(length + 1).skipBytes(5);
    FrontendMessage message;
    try {
      message = message(type, body);
      if (body.isReadable() && !(message instanceof Malformed)) {
        message = new Malformed("invalid message format", false);
      }
    } catch (CharacterCodingException e) {
      message = Malformed.text();
    } catch (MalformedException | IndexOutOfBoundsException e) {
      message = new Malformed("invalid message format", false);
    }
    out.add(message);
  }

  private static FrontendMessage message(char type, ByteBuf body) throws CharacterCodingException {
    return switch (type) {
      case 'Q' -> new FrontendMessage.Query(string(body));
      case 'P' -> parse(body);
      case 'B' -> bind(body);
      case 'D' -> new FrontendMessage.Describe(kind(body), string(body));
      case 'E' -> new FrontendMessage.Execute(string(body), body.readInt());
      case 'C' -> new FrontendMessage.Close(kind(body), string(body));
      case 'S' -> new FrontendMessage.Sync();
      case 'H' -> new FrontendMessage.Flush();
      case 'd' -> new FrontendMessage.CopyData(bytes(body, body.readableBytes()));
      case 'c' -> new FrontendMessage.CopyDone();
      case 'f' -> new FrontendMessage.CopyFail(string(body));
      case 'X' -> new FrontendMessage.Terminate();
      case 'p' -> new FrontendMessage.Password(bytes(body, body.readableBytes()));
      case 'F' -> {
        body.skipBytes(body.readableBytes());
        yield new Malformed("function call messages are not supported", false);
      }
      default -> {
        body.skipBytes(body.readableBytes());
        yield new Malformed("invalid frontend message type " + (int) type, true);
      }
    };
  }

  private static char kind(ByteBuf body) {
    char kind = (char) body.readUnsignedByte();
    if (kind != 'S' && kind != 'P') {
      throw new MalformedException("invalid message subtype");
    }
    return kind;
  }

  private static FrontendMessage parse(ByteBuf body) throws CharacterCodingException {
    String name = string(body);
    String sql = string(body);
    int[] oids = new int[count(body, 4)];
    for (int i = 0; i < oids.length; i++) {
      oids[i] = body.readInt();
    }
    return new FrontendMessage.Parse(name, sql, oids);
  }

  private static FrontendMessage bind(ByteBuf body) throws CharacterCodingException {
    String portal = string(body);
    String statement = string(body);
    int[] formats = formats(body);
    int count = count(body, 4);
    if (formats.length > 1 && formats.length != count) {
      body.skipBytes(body.readableBytes());
      return new Malformed(
          "bind message has " + formats.length + " parameter formats but " + count + " parameters",
          false);
    }
    List<ParameterValue> parameters = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = body.readInt();
      boolean binary = formats.length > 0 && formats[formats.length == 1 ? 0 : i] == 1;
      if (length < -1 || length > body.readableBytes()) {
        throw new MalformedException("invalid parameter length");
      }
      parameters.add(new ParameterValue(length < 0 ? null : bytes(body, length), binary));
    }
    return new FrontendMessage.Bind(portal, statement, parameters, formats(body));
  }

  private static int[] formats(ByteBuf body) {
    int[] formats = new int[count(body, 2)];
    for (int i = 0; i < formats.length; i++) {
      formats[i] = body.readShort();
      if (formats[i] != 0 && formats[i] != 1) {
        throw new MalformedException("unsupported format code");
      }
    }
    return formats;
  }

  /// A 16-bit count of entries of at least `entryBytes`, checked against what is there.
  private static int count(ByteBuf body, int entryBytes) {
    int count = body.readUnsignedShort();
    if ((long) count * entryBytes > body.readableBytes()) {
      throw new MalformedException("insufficient data left in message");
    }
    return count;
  }

  private static byte[] bytes(ByteBuf body, int length) {
    byte[] bytes = new byte[length];
    body.readBytes(bytes);
    return bytes;
  }

  private static String string(ByteBuf body) throws CharacterCodingException {
    int length = body.bytesBefore((byte) 0);
    if (length < 0) {
      throw new MalformedException("unterminated string");
    }
    ByteBuffer bytes = body.nioBuffer(body.readerIndex(), length);
    body.skipBytes(length + 1);
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  /// Nothing after this can be framed: the rest is dropped and the connection will end.
  private void fail(String message, ByteBuf in, List<Object> out) {
    broken = true;
    in.skipBytes(in.readableBytes());
    out.add(new Malformed(message, true));
  }

  /// Ends the decoding of one message.
  private static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message, null, false, false);
    }
  }
}
