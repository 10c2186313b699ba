package dev.millrace.ingest.webhook;

import dev.millrace.model.value.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request becomes.
///
/// @param bodies the first column of each row
/// @param others the other columns, the same in every row
/// @param bodyBytes size of the body
/// @param bytes what its rows take while they wait
record Payload(List<Slice> bodies, @Nullable Slice[] others, int bodyBytes, long bytes) {

  /// What a row and its part of a batch take besides its values.
  private static final int ROW_BYTES = 32;

  static Payload of(List<Slice> bodies, @Nullable Slice[] others, int bodyBytes) {
    long each = ROW_BYTES;
    for (Slice other : others) {
      each += other == null ? 4 : 4 + other.length();
    }
    long bytes = each * bodies.size();
    for (Slice body : bodies) {
      bytes += body.length();
    }
    return new Payload(bodies, others, bodyBytes, bytes);
  }
}
