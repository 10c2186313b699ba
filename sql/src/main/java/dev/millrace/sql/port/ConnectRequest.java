package dev.millrace.sql.port;

import java.util.Map;

/// Who opens a session and with which settings.
///
/// @param parameters settings by name, `options` unparsed
public record ConnectRequest(
    String user,
    String database,
    Map<String, String> parameters,
    String remoteAddress,
    int processId) {

  public ConnectRequest {
    parameters = Map.copyOf(parameters);
  }
}
