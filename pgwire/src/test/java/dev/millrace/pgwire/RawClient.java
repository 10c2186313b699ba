package dev.millrace.pgwire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A client that speaks bytes: sends what it is told and reads messages as `type` and body.
final class RawClient implements AutoCloseable {

  /// A message from the server.
  record Message(char type, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8).replace('\0', '|');
    }
  }

  final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  RawClient(InetSocketAddress address) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(32 << 10);
    socket.connect(address);
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  RawClient startup(int major, int minor) throws IOException {
    byte[] body = "user\0ada\0database\0materialize\0\0".getBytes(StandardCharsets.UTF_8);
    out.writeInt(body.length + 8);
    out.writeInt(major << 16 | minor);
    out.write(body);
    out.flush();
    return this;
  }

  RawClient raw(int... words) throws IOException {
    for (int word : words) {
      out.writeInt(word);
    }
    out.flush();
    return this;
  }

  int readByte() throws IOException {
    return in.read();
  }

  RawClient send(char type, Object... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    for (Object part : parts) {
      switch (part) {
        case String s -> {
          body.write(s.getBytes(StandardCharsets.UTF_8));
          body.writeByte(0);
        }
        case Integer i -> body.writeInt(i);
        case Short s -> body.writeShort(s);
        case Character c -> body.writeByte(c);
        case byte[] b -> body.write(b);
        default -> throw new IllegalArgumentException(part.toString());
      }
    }
    out.writeByte(type);
    out.writeInt(bytes.size() + 4);
    bytes.writeTo(out);
    out.flush();
    return this;
  }

  Message read() throws IOException {
    char type = (char) in.readUnsignedByte();
    byte[] body = new byte[in.readInt() - 4];
    in.readFully(body);
    return new Message(type, body);
  }

  /// Messages up to and with ReadyForQuery.
  List<Message> readToReady() throws IOException {
    List<Message> messages = new ArrayList<>();
    do {
      messages.add(read());
    } while (messages.getLast().type() != 'Z');
    return messages;
  }

  /// The types of the messages up to ReadyForQuery, as a word.
  String typesToReady() throws IOException {
    StringBuilder types = new StringBuilder();
    readToReady().forEach(m -> types.append(m.type()));
    return types.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
