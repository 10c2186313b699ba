package dev.millrace.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves HTTP/1.1 on one event loop; each request is answered on a virtual thread, one at a time
/// per connection. Owns its socket and threads.
public final class HttpListener implements AutoCloseable {

  /// Materialize's limit for a webhook body.
  private static final int BODY_BYTES_MAX = 2 << 20;

  /// A connection without traffic for so long is closed.
  private static final int IDLE_SECONDS = 120;

  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

  private final Map<String, HttpRoute> routes;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private @Nullable Channel listener;

  /// @param routes by exact path
  public HttpListener(Map<String, HttpRoute> routes) {
    this.routes = Map.copyOf(routes);
  }

  /// Listens on an address (port 0: any free one) and returns the address bound.
  public InetSocketAddress listen(InetSocketAddress address) throws IOException {
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(BODY_BYTES_MAX))
                        .addLast(new Handler());
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

  @Override
  public void close() {
    Channel open = listener;
    if (open != null) {
      open.close().awaitUninterruptibly();
    }
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private HttpRoute.Response route(HttpRoute.Request request) {
    HttpRoute route = routes.get(request.path());
    if (route == null) {
      return HttpRoute.Response.text(404, "no such path\n");
    }
    try {
      return route.answer(request);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("path", request.path()).log("request failed");
      return HttpRoute.Response.text(500, "internal error\n");
    }
  }

  /// Takes whole requests; confined to the event loop but for the answering thread it starts.
  private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
      boolean keepAlive = HttpUtil.isKeepAlive(message);
      if (!message.decoderResult().isSuccess()) {
        write(context, HttpRoute.Response.text(400, "malformed request\n"), false);
        return;
      }
      Map<String, String> headers = new HashMap<>();
      message
          .headers()
          .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
      byte[] body = new byte[message.content().readableBytes()];
      message.content().readBytes(body);
      HttpRoute.Request request =
          new HttpRoute.Request(
              message.method().name(),
              new QueryStringDecoder(message.uri()).path(),
              Map.copyOf(headers),
              body);
      context.channel().config().setAutoRead(false);
      Thread.ofVirtual()
          .name("http-request")
          .start(() -> {
            write(context, route(request), keepAlive);
            context.channel().config().setAutoRead(true);
          });
    }

    private void write(
        ChannelHandlerContext context, HttpRoute.Response answer, boolean keepAlive) {
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(answer.status()),
              Unpooled.wrappedBuffer(answer.body()));
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
      HttpUtil.setContentLength(response, answer.body().length);
      HttpUtil.setKeepAlive(response, keepAlive);
      var written = context.writeAndFlush(response);
      if (!keepAlive) {
        written.addListener(ChannelFutureListener.CLOSE);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      var _ = context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
