package dev.millrace.pgwire;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.pgwire.auth.Authenticator;
import dev.millrace.pgwire.message.FrontendDecoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The listener: accepts clients on one event loop and gives each a [Connection] on a virtual
/// thread. Owns the sockets and threads; `close` cancels what runs and ends all connections.
public final class PgWireServer implements AutoCloseable {

  /// Bytes the channel may hold before the connection's thread waits.
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 << 10, 256 << 10);

  /// Time a connection has to end after its statement was cancelled.
  private static final Duration END_TIMEOUT = Duration.ofSeconds(2);

  private final WireConfig config;
  private final Authenticator authenticator;
  private final SessionFactory sessions;
  private final @Nullable SslContext tls;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Map<Integer, Connection> connections = new ConcurrentHashMap<>();
  private final Map<Connection, Channel> unauthenticated = new ConcurrentHashMap<>();
  private final Map<Connection, Thread> threads = new ConcurrentHashMap<>();
  private final AtomicInteger processIds = new AtomicInteger(1000);
  private @Nullable Channel listener;

  /// @param tls null: SSLRequest is answered `N`
  public PgWireServer(
      WireConfig config,
      Authenticator authenticator,
      SessionFactory sessions,
      @Nullable SslContext tls) {
    this.config = config;
    this.authenticator = authenticator;
    this.sessions = sessions;
    this.tls = tls;
  }

  /// Listens on an address (port 0: any free one) and returns the address bound.
  public InetSocketAddress listen(InetSocketAddress address) throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    equip(channel);
                  }
                });
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    listener = bound.channel();
    return (InetSocketAddress) bound.channel().localAddress();
  }

  /// Connections that are open now.
  public int connectionCount() {
    return connections.size();
  }

  /// Equips a channel with decoder and handler: also how a test drives the wire without a socket.
  void equip(Channel channel) {
    channel
        .pipeline()
        .addLast(new FrontendDecoder(config.messageBytesMax()))
        .addLast(new ConnectionHandler(this));
  }

  WireConfig config() {
    return config;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  SessionFactory sessions() {
    return sessions;
  }

  @Nullable SslContext tls() {
    return tls;
  }

  /// Starts the connection of a channel whose startup message has come.
  Connection begin(Channel channel) {
    Connection connection = new Connection(this, channel, processIds.incrementAndGet());
    unauthenticated.put(connection, channel);
    connections.put(connection.processId(), connection);
    var _ =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (unauthenticated.containsKey(connection)) {
                    var _ = channel.close();
                  }
                },
                config.loginTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    Thread thread =
        Thread.ofVirtual()
            .name("connection-" + connection.processId())
            .unstarted(() -> {
              try {
                connection.run();
              } finally {
                unauthenticated.remove(connection);
                connections.remove(connection.processId());
                threads.remove(connection);
              }
            });
    threads.put(connection, thread);
    thread.start();
    return connection;
  }

  /// Refuses one connection too many.
  void admit(Connection connection) {
    if (connections.size() > config.connectionsMax()) {
      throw new DatabaseException(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
    }
    assert connections.containsKey(connection.processId());
  }

  void authenticated(Connection connection) {
    unauthenticated.remove(connection);
  }

  void cancel(int processId, int secretKey) {
    Connection connection = connections.get(processId);
    if (connection != null) {
      connection.cancel(secretKey);
    }
  }

  private static void awaitEnd(Thread thread) {
    try {
      thread.join(END_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    Channel open = listener;
    if (open != null) {
      open.close().awaitUninterruptibly();
    }
    connections.values().forEach(Connection::disconnected);
    threads.values().forEach(PgWireServer::awaitEnd);
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
