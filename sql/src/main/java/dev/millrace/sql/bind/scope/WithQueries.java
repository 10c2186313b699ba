package dev.millrace.sql.bind.scope;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The WITH queries in scope, bound once and copied wherever they are named.
public record WithQueries(Map<String, Named> byName) {

  /// No WITH queries.
  public static final WithQueries NONE = new WithQueries(Map.of());

  /// What a name stands for.
  @FunctionalInterface
  public interface Named {
    /// The query, or the failure to name it here.
    ///
    /// @param position where it is named
    BoundQuery at(int position);
  }

  public WithQueries {
    byName = Map.copyOf(byName);
  }

  /// The query of a name, or null.
  ///
  /// @param position where it is named
  public @Nullable BoundQuery find(String name, int position) {
    Named named = byName.get(name);
    return named == null ? null : named.at(position);
  }

  /// One more, hiding an outer one of its name.
  public WithQueries and(String name, Named query) {
    Map<String, Named> all = new HashMap<>(byName);
    all.put(name, query);
    return new WithQueries(all);
  }
}
