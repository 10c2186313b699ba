package dev.millrace.sql.catalog;

import java.util.List;

/// A name that owns sources, indexes and materialized views for DROP CASCADE. Sizes are remembered
/// and shown; they reserve nothing.
///
/// @param isManaged created with SIZE rather than with REPLICAS
/// @param size the SIZE of a managed cluster, else empty
public record Cluster(
    long id, String name, long ownerId, boolean isManaged, String size, List<Replica> replicas) {

  /// A replica as it was written.
  public record Replica(long id, String name, String size) {}

  public Cluster {
    replicas = List.copyOf(replicas);
  }
}
