package dev.millrace.server.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which route serves a path. A value.
///
/// @param exact by whole path
/// @param prefixes by the beginning of the path, which ends in a slash
public record Routes(Map<String, HttpRoute> exact, Map<String, HttpRoute> prefixes) {

  public Routes {
    exact = Map.copyOf(exact);
    prefixes = Map.copyOf(prefixes);
  }

  /// The route of a path, or null.
  @Nullable HttpRoute find(String path) {
    HttpRoute route = exact.get(path);
    if (route != null) {
      return route;
    }
    for (Map.Entry<String, HttpRoute> entry : prefixes.entrySet()) {
      if (path.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return null;
  }
}
