package dev.millrace.server.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Collects a body of unknown size: it grows with what has arrived, never with what was announced.
/// Confined to the event loop of its connection.
final class BodyBuffer {

  private static final byte[] NONE = {};

  private final int bytesMax;
  private final ByteBudget budget;
  private byte[] bytes = NONE;
  private int size;

  /// What of the budget this buffer has.
  private int taken;

  BodyBuffer(int bytesMax, ByteBudget budget) {
    this.bytesMax = bytesMax;
    this.budget = budget;
  }

  /// What became of a part.
  enum Outcome {
    ADDED,
    TOO_LARGE,
    NO_ROOM
  }

  Outcome add(ByteBuf part) {
    int length = part.readableBytes();
    if (length > bytesMax - size) {
      return Outcome.TOO_LARGE;
    }
    int wanted = size + length;
    if (wanted > bytes.length) {
      int capacity = size == 0 ? wanted : (int) Math.min(bytesMax, Math.max(wanted, 2L * size));
      if (!budget.take(capacity - taken)) {
        return Outcome.NO_ROOM;
      }
      taken = capacity;
      bytes = Arrays.copyOf(bytes, capacity);
    }
    part.readBytes(bytes, size, length);
    size = wanted;
    return Outcome.ADDED;
  }

  /// The body; the budget stays taken until it is released.
  byte[] toBytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  /// Gives back what was taken and forgets the bytes; may be called again.
  void release() {
    budget.giveBack(taken);
    taken = 0;
    bytes = NONE;
    size = 0;
  }
}
