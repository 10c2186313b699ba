package dev.millrace.pgwire;

import java.util.Map;

/// Who connects and with which settings.
///
/// @param parameters the startup message's parameters without user and database; `options` is
///   unparsed
/// @param remoteAddress numeric address of the peer
public record StartupRequest(
    String user,
    String database,
    Map<String, String> parameters,
    String remoteAddress,
    int processId) {

  public StartupRequest {
    parameters = Map.copyOf(parameters);
  }
}
