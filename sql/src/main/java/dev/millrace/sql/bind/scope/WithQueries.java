package dev.millrace.sql.bind.scope;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The WITH queries in scope, bound once and copied wherever they are named.
public record WithQueries(Map<String, BoundQuery> byName) {

  /// No WITH queries.
  public static final WithQueries NONE = new WithQueries(Map.of());

  public WithQueries {
    byName = Map.copyOf(byName);
  }

  /// The query of a name, or null.
  public @Nullable BoundQuery find(String name) {
    return byName.get(name);
  }

  /// One more, hiding an outer one of its name.
  public WithQueries and(String name, BoundQuery query) {
    Map<String, BoundQuery> all = new HashMap<>(byName);
    all.put(name, query);
    return new WithQueries(all);
  }
}
