package dev.millrace.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Serves HTTP/1.1 on one event loop, within the limits of its [HttpConfig]. Owns its socket and
/// thread.
public final class HttpListener implements AutoCloseable {

  private final Routes routes;
  private final HttpConfig config;
  private final ByteBudget budget;
  private final AtomicInteger connections = new AtomicInteger();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private @Nullable Channel listener;

  public HttpListener(Routes routes, HttpConfig config) {
    this.routes = routes;
    this.config = config;
    this.budget = new ByteBudget(config.heldBytesMax());
  }

  /// Listens on an address (port 0: any free one) and returns the address bound.
  public InetSocketAddress listen(InetSocketAddress address) throws IOException {
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accept(channel);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    listener = bound.channel();
    return (InetSocketAddress) bound.channel().localAddress();
  }

  private void accept(SocketChannel channel) {
    if (connections.incrementAndGet() > config.connectionsMax()) {
      connections.decrementAndGet();
      var _ = channel.close();
      return;
    }
    channel.closeFuture().addListener(_ -> connections.decrementAndGet());
    HttpDecoderConfig decoder =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(config.lineBytesMax())
            .setMaxHeaderSize(config.headerBytesMax());
    channel
        .pipeline()
        .addLast(new IdleStateHandler(0, 0, config.idleTimeout().toMillis(), TimeUnit.MILLISECONDS))
        .addLast(new HttpServerCodec(decoder))
        .addLast(new HttpConnection(routes, config, budget));
  }

  @Override
  public void close() {
    Channel open = listener;
    if (open != null) {
      open.close().awaitUninterruptibly();
    }
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
