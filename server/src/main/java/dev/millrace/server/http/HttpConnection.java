package dev.millrace.server.http;

import dev.millrace.server.http.HttpRoute.Header;
import dev.millrace.server.http.HttpRoute.Response;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * One request at a time:
 *
 *   head ──► body ──────────► served ──► answered ──► next head
 *     │        │ too large                  ▲
 *     │        ▼                            │
 *     └────► rest of the body is dropped ───┘   (closed, if the rest is long)
 *
 * A client may send further requests ahead; they wait in `queue`, which holds no more than one read
 * of the socket brought, because nothing is read while a request is served.
 */

/// One client's connection: puts requests together within the limits, has them served in order, and
/// writes the answers. Confined to its event loop.
final class HttpConnection extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  /// How much of a refused body is read and dropped, so that the connection can be used again and
  /// the client is not cut off before it reads the answer.
  private static final long DROPPED_BYTES_MAX = 8 << 20;

  private static final Duration LINGER_TIME = Duration.ofSeconds(2);

  private final Routes routes;
  private final HttpConfig config;
  private final Deque<HttpObject> queue = new ArrayDeque<>();
  private final BodyBuffer body;

  /// The head of the request that is being read or served.
  private @Nullable HttpRequest head;

  /// Decided before the body was complete: the answer once the rest of it has been dropped.
  private @Nullable Response refusal;

  private long droppedBytes;
  private long startNanos;
  private boolean isServing;
  private boolean isDraining;
  private boolean isKeptAlive;

  /// The last answer is written: what still comes is dropped.
  private boolean isEnding;

  HttpConnection(Routes routes, HttpConfig config, ByteBudget budget) {
    this.routes = routes;
    this.config = config;
    this.body = new BodyBuffer(config.bodyBytesMax(), budget);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isEnding) {
      ReferenceCountUtil.release(message);
    } else {
      queue.add((HttpObject) message);
      drain(context);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    readMore(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    queue.forEach(ReferenceCountUtil::release);
    queue.clear();
    if (!isServing) {
      body.release();
    }
  }

  private void readMore(ChannelHandlerContext context) {
    if (isEnding || (!isServing && queue.isEmpty())) {
      context.read();
    }
  }

  /// Works through what has arrived, up to the end of a request that is not answered at once.
  private void drain(ChannelHandlerContext context) {
    if (isDraining) {
      return;
    }
    isDraining = true;
    while (!isServing && !isEnding && !queue.isEmpty()) {
      HttpObject next = queue.remove();
      try {
        accept(context, next);
      } finally {
        ReferenceCountUtil.release(next);
      }
    }
    isDraining = false;
  }

  private void accept(ChannelHandlerContext context, HttpObject next) {
    if (!next.decoderResult().isSuccess()) {
      refuseMalformed(context, next.decoderResult().cause());
      return;
    }
    if (next instanceof HttpRequest request) {
      begin(context, request);
    }
    if (next instanceof HttpContent content && head != null) {
      add(context, content);
      if (next instanceof LastHttpContent) {
        end(context);
      }
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    head = request;
    refusal = null;
    droppedBytes = 0;
    startNanos = System.nanoTime();
    isKeptAlive = HttpUtil.isKeepAlive(request);
    if (HttpUtil.getContentLength(request, 0L) > config.bodyBytesMax()) {
      refusal = tooLarge();
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      if (refusal == null) {
        var _ =
            context.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
      } else {
        answerAndClose(context, refusal);
      }
    }
  }

  private void add(ChannelHandlerContext context, HttpContent content) {
    int length = content.content().readableBytes();
    if (refusal == null && length > 0) {
      refusal =
          switch (body.add(content.content())) {
            case ADDED -> isLate() ? Response.text(408, "the body took too long\n") : null;
            case TOO_LARGE -> tooLarge();
            case NO_ROOM ->
                Response.text(503, "the server holds too many requests, try again later\n")
                    .with(Map.of("retry-after", "1"));
          };
    } else {
      droppedBytes += length;
    }
    if (refusal != null) {
      body.release();
      if (droppedBytes > DROPPED_BYTES_MAX || isLate()) {
        answerAndClose(context, refusal);
      }
    }
  }

  private boolean isLate() {
    return System.nanoTime() - startNanos > config.bodyTimeout().toNanos();
  }

  private static Response tooLarge() {
    return Response.text(413, "the body is too large\n");
  }

  private void end(ChannelHandlerContext context) {
    HttpRequest request = Objects.requireNonNull(head);
    head = null;
    isServing = true;
    if (refusal != null) {
      answer(context, refusal);
    } else {
      serve(context, request);
    }
  }

  private void serve(ChannelHandlerContext context, HttpRequest message) {
    List<Header> headers = new ArrayList<>(message.headers().size());
    message.headers().forEach(h -> headers.add(new Header(h.getKey(), h.getValue())));
    String path = new QueryStringDecoder(message.uri()).rawPath();
    HttpRoute.Request request =
        new HttpRoute.Request(message.method().name(), path, headers, body.toBytes());
    HttpRoute route = routes.find(path);
    if (route == null) {
      answer(context, Response.text(404, "no such path\n"));
      return;
    }
    AtomicBoolean isAnswered = new AtomicBoolean();
    try {
      route.serve(
          request,
          response -> {
            if (isAnswered.compareAndSet(false, true)) {
              answer(context, response);
            }
          });
    } catch (RuntimeException e) {
      logFailure(request, e);
      if (isAnswered.compareAndSet(false, true)) {
        answer(context, Response.INTERNAL_ERROR);
      }
    }
  }

  static void logFailure(HttpRoute.Request request, RuntimeException failure) {
    LOG.atError().setCause(failure).addKeyValue("path", request.path()).log("request failed");
  }

  private void answer(ChannelHandlerContext context, Response response) {
    if (!context.executor().inEventLoop()) {
      context.executor().execute(() -> answer(context, response));
      return;
    }
    body.release();
    var written = write(context, response, isKeptAlive);
    if (isKeptAlive) {
      isServing = false;
      drain(context);
      readMore(context);
    } else {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void refuseMalformed(ChannelHandlerContext context, Throwable cause) {
    answerAndClose(
        context,
        switch (cause) {
          case TooLongHttpLineException _ -> Response.text(414, "the request line is too long\n");
          case TooLongHttpHeaderException _ -> Response.text(431, "the headers are too long\n");
          default -> Response.text(400, "malformed request\n");
        });
  }

  /// Ends the connection after an answer, because it is not known where the next request begins.
  /// What the client still sends is dropped for a while: closing at once would make its system
  /// throw the answer away.
  private void answerAndClose(ChannelHandlerContext context, Response response) {
    if (isEnding) {
      return;
    }
    head = null;
    body.release();
    isEnding = true;
    SocketChannel channel = (SocketChannel) context.channel();
    write(context, response, false).addListener(_ -> shutdownOutput(channel));
    long linger = LINGER_TIME.toMillis();
    var _ = context.executor().schedule(() -> close(channel), linger, TimeUnit.MILLISECONDS);
  }

  private static void shutdownOutput(SocketChannel channel) {
    var _ = channel.shutdownOutput();
  }

  private static void close(SocketChannel channel) {
    var _ = channel.close();
  }

  private static ChannelFuture write(
      ChannelHandlerContext context, Response answer, boolean keepAlive) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(answer.body()));
    answer.headers().forEach((name, value) -> response.headers().set(name, value));
    if (answer.body().length > 0) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    }
    HttpUtil.setContentLength(response, answer.body().length);
    HttpUtil.setKeepAlive(response, keepAlive);
    return context.writeAndFlush(response);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent && !isServing) {
      var _ = context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.atDebug().setCause(cause).log("a client's connection failed");
    }
    var _ = context.close();
  }
}
