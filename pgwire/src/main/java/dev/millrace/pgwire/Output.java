package dev.millrace.pgwire;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.function.BooleanSupplier;

/// The bytes on their way to the client: messages gather in one buffer that is handed to the
/// channel when it is large or flushed. When the client reads slowly the writer waits: a connection
/// holds at most the channel's high-water mark and one buffer. Used by the connection's thread;
/// `wake` by any.
final class Output {

  /// Handed over beyond this many bytes: large enough to amortise a write, small beside the
  /// channel's high-water mark.
  private static final int BUFFER_BYTES = 32 << 10;

  private final Channel channel;
  private final BooleanSupplier isCancelled;
  private final Object lock = new Object();
  private ByteBuf buffer;

  Output(Channel channel, BooleanSupplier isCancelled) {
    this.channel = channel;
    this.isCancelled = isCancelled;
    this.buffer = channel.alloc().buffer(1024);
  }

  /// The buffer to append whole messages to.
  ByteBuf buffer() {
    return buffer;
  }

  /// Hands the buffer over if it is large; waits while the client is slow.
  void written() {
    if (buffer.readableBytes() >= BUFFER_BYTES) {
      flush();
      awaitWritable();
    }
  }

  /// Hands everything over.
  void flush() {
    if (buffer.isReadable()) {
      var _ = channel.writeAndFlush(buffer);
      buffer = channel.alloc().buffer(BUFFER_BYTES);
    }
  }

  /// The channel became writable, inactive, or the statement was cancelled.
  void wake() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  /// Gives the buffer back.
  void release() {
    buffer.release();
  }

  private void awaitWritable() {
    synchronized (lock) {
      while (!channel.isWritable()) {
        if (!channel.isActive()) {
          throw new DatabaseException(SqlState.CONNECTION_FAILURE, "connection to client lost");
        }
        if (isCancelled.getAsBoolean()) {
          throw new DatabaseException(
              SqlState.QUERY_CANCELED, "canceling statement due to user request");
        }
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new DatabaseException(
              SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
        }
      }
    }
  }
}
