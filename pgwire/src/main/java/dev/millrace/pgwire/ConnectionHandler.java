package dev.millrace.pgwire;

import dev.millrace.pgwire.message.FrontendMessage;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The event loop's end of a connection: answers what comes before the startup message, starts the
/// connection's thread at it, and offers everything else. Confined to the event loop.
final class ConnectionHandler extends SimpleChannelInboundHandler<FrontendMessage> {

  /// Name of the TLS handler in the pipeline.
  static final String TLS = "tls";

  private final PgWireServer server;
  private @Nullable Connection connection;

  ConnectionHandler(PgWireServer server) {
    this.server = server;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var _ =
        context
            .executor()
            .schedule(
                () -> {
                  if (connection == null) {
                    var _ = context.close();
                  }
                },
                server.config().loginTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    context.fireChannelActive();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FrontendMessage message) {
    switch (message) {
      case FrontendMessage.SslRequest _ -> answerSsl(context);
      case FrontendMessage.GssRequest _ -> answerByte(context, 'N');
      case FrontendMessage.Cancel c -> {
        server.cancel(c.processId(), c.secretKey());
        var _ = context.close();
      }
      default -> {
        Connection open = connection;
        if (open == null) {
          open = server.begin(context.channel());
          connection = open;
        }
        open.offer(message);
      }
    }
  }

  private void answerSsl(ChannelHandlerContext context) {
    SslContext tls = server.tls();
    if (tls == null || context.pipeline().get(TLS) != null) {
      answerByte(context, 'N');
    } else {
      answerByte(context, 'S');
      context.pipeline().addFirst(TLS, tls.newHandler(context.alloc()));
    }
  }

  private static void answerByte(ChannelHandlerContext context, char answer) {
    var _ = context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {(byte) answer}));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Connection open = connection;
    if (open != null) {
      open.wake();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    Connection open = connection;
    if (open != null) {
      open.disconnected();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
