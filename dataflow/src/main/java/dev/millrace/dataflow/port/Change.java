package dev.millrace.dataflow.port;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.model.chunk.Chunk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one transaction does, all or nothing, in one step: catalog entries, structural actions, and
/// rows. Deltas to tables carry weights; deltas may also go to catalog collections.
///
/// @param interruption called again and again while actions build state: what it throws ends the
///   transaction, of which nothing has happened then
/// @param onStep called on the step thread once nothing can refuse the change any more, before
///   anybody else's transaction runs; must not fail
public record Change(
    List<CatalogEntry> catalog,
    List<Action> actions,
    List<Delta> deltas,
    Runnable interruption,
    Runnable onStep) {

  /// Puts (or, with null, removes) an entry of the durable catalog.
  public record CatalogEntry(String key, byte @Nullable [] value) {}

  /// Rows added (+) and removed (−) of a stored collection. For a KEYED collection fed by a source,
  /// a positive row replaces the row of its key, a negative one deletes it (only its key counts).
  public record Delta(CollectionId collection, Chunk rows) {}

  public static final Change NONE = new Change(List.of(), List.of(), List.of());

  /// A change that nobody interrupts.
  public Change(List<CatalogEntry> catalog, List<Action> actions, List<Delta> deltas) {
    this(catalog, actions, deltas, () -> {}, () -> {});
  }

  /// The same, given up when `check` throws.
  public Change interruptedBy(Runnable check) {
    return new Change(catalog, actions, deltas, check, onStep);
  }

  /// The same, with something to be done in its step.
  public Change onStep(Runnable action) {
    return new Change(catalog, actions, deltas, interruption, action);
  }

  public Change {
    catalog = List.copyOf(catalog);
    actions = List.copyOf(actions);
    deltas = List.copyOf(deltas);
  }
}
