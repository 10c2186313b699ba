package dev.millrace.sql.execute;

import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.sql.catalog.CatalogEdit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// How a statement changes the catalog: a statement that is the whole transaction in a step of its
/// own; one among others by a draft, which those after it go by and which becomes, with theirs, one
/// step at COMMIT.
public final class Definitions {

  private Definitions() {}

  /// What a statement changes, planned against the state before it; what is returned looks at rows
  /// and tells what becomes of them.
  @FunctionalInterface
  public interface Plan extends Function<CatalogEdit, Function<Snapshot, List<Change.Delta>>> {}

  /// Makes a change.
  ///
  /// @param afterCommit what is done outside of the engine once it is durable
  public static void changeRows(Frame frame, Plan plan, Runnable afterCommit) {
    if (frame.reads().isSingle()) {
      frame
          .instance()
          .catalog()
          .changeRows(edit -> {
            edit.interruptedBy(frame.interruption()::check);
            return plan.apply(edit);
          });
      afterCommit.run();
    } else {
      frame.reads().define(plan, afterCommit, frame);
    }
  }

  /// Makes a change that looks at no rows.
  public static void change(Frame frame, Consumer<CatalogEdit> plan, Runnable afterCommit) {
    changeRows(
        frame,
        edit -> {
          plan.accept(edit);
          return _ -> List.of();
        },
        afterCommit);
  }

  /// Makes a change that looks at no rows and touches nothing but the catalog.
  public static void change(Frame frame, Consumer<CatalogEdit> plan) {
    change(frame, plan, () -> {});
  }
}
