package dev.millrace.server.http;

import java.time.Duration;

/// Limits of the HTTP listener. What is beyond one is refused before it is read.
///
/// @param lineBytesMax the request line; beyond: 414
/// @param headerBytesMax all headers of a request; beyond: 431
/// @param bodyBytesMax a body as sent, and again decompressed; beyond: 413
/// @param heldBytesMax bodies of all connections that are being read or not yet answered; beyond:
///   503
/// @param connectionsMax beyond: closed as soon as accepted
/// @param bodyTimeout how long a body may take to arrive; beyond: 408
/// @param idleTimeout a connection without traffic for so long is closed
public record HttpConfig(
    int lineBytesMax,
    int headerBytesMax,
    int bodyBytesMax,
    long heldBytesMax,
    int connectionsMax,
    Duration bodyTimeout,
    Duration idleTimeout) {

  public static final HttpConfig DEFAULT =
      new HttpConfig(
          8 << 10,
          16 << 10,
          2 << 20,
          64L << 20,
          2000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(120));

  public HttpConfig {
    if (lineBytesMax < 1
        || headerBytesMax < 1
        || bodyBytesMax < 1
        || heldBytesMax < bodyBytesMax
        || connectionsMax < 1
        || !bodyTimeout.isPositive()
        || !idleTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "limits of HTTP must be positive, and what may be held no less than one body");
    }
  }

  /// The same with another limit of bodies; what may be held at once grows with it if it has to.
  public HttpConfig withBodyBytesMax(int bytes) {
    return new HttpConfig(
        lineBytesMax,
        headerBytesMax,
        bytes,
        Math.max(heldBytesMax, 4L * bytes),
        connectionsMax,
        bodyTimeout,
        idleTimeout);
  }
}
