package dev.millrace.pgwire;

import java.time.Duration;

/// Limits of the wire.
///
/// @param messageBytesMax longest frontend message; PostgreSQL allows 1 GiB
/// @param inboxBytesMax bytes of decoded messages that may wait before the socket is no longer read
/// @param connectionsMax connections at once; one more is refused with 53300
/// @param loginTimeout time from accept to AuthenticationOk
/// @param requiresTls refuses clients that did not ask for TLS
public record WireConfig(
    int messageBytesMax,
    int inboxBytesMax,
    int connectionsMax,
    Duration loginTimeout,
    boolean requiresTls) {

  public static final WireConfig DEFAULT =
      new WireConfig(64 << 20, 4 << 20, 5000, Duration.ofSeconds(60), false);

  public WireConfig {
    if (messageBytesMax < 1024 || inboxBytesMax < 1024 || connectionsMax < 1) {
      throw new IllegalArgumentException("limits of the wire are too small");
    }
  }
}
