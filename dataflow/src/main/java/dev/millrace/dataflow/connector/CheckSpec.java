package dev.millrace.dataflow.connector;

import dev.millrace.model.value.Slice;
import java.util.List;

/// What a webhook asks of every request before it takes anything of it: a condition over the
/// request and secrets, and nothing else.
///
/// @param inputs the columns of the condition, in order
/// @param condition a boolean expression over them, encoded by
///   [dev.millrace.dataflow.plan.codec.PlanCodec]: what was bound when the source was created is
///   what is evaluated after every upgrade
public record CheckSpec(List<Input> inputs, Slice condition) {

  /// One value the condition sees.
  public sealed interface Input {

    /// The body as it came, decompressed: `text`, or `bytea` if `isBytes`.
    record Body(boolean isBytes) implements Input {}

    /// All headers, names in lower case: `map[text=>text]`, or `map[text=>bytea]` if `isBytes`.
    record Headers(boolean isBytes) implements Input {}

    /// A secret by its id, resolved anew for every request: `text`, or `bytea` if `isBytes`.
    record Secret(String id, boolean isBytes) implements Input {}

    /// When the request had arrived: what `now()` means in a condition.
    record ReceivedAt() implements Input {}
  }

  public CheckSpec {
    inputs = List.copyOf(inputs);
  }
}
