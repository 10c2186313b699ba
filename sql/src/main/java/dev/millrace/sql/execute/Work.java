package dev.millrace.sql.execute;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.port.ResultColumn;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A statement ready to run: names and types are resolved against one version of the catalog. It
/// may be run more than once, with other parameters, while that version is current.
public interface Work {

  /// What a statement does to the world, by which the transaction decides how to run it.
  enum Effect {
    /// Nothing: session state only.
    NONE,
    /// Reads.
    READ,
    /// Changes rows: in a step of its own if it is the whole transaction, through the transaction's
    /// buffer otherwise.
    WRITE,
    /// Changes the catalog: in a step of its own if it is the whole transaction, in the
    /// transaction's step otherwise.
    DEFINE,
    /// Opens, closes or looks at transactions and cursors; allowed in a failed transaction if it
    /// ends it.
    CONTROL
  }

  /// Types of the parameters.
  default List<SqlType> parameterTypes() {
    return List.of();
  }

  /// The columns of the rows it returns; null if it returns none.
  default @Nullable List<ResultColumn> columns() {
    return null;
  }

  /// What it does.
  Effect effect();

  /// True if it is done otherwise when it is the whole transaction, so that it is worth finding out
  /// by the client's next message.
  default boolean asksForWhole() {
    return (effect() == Effect.READ && !isStream()) || effect() == Effect.DEFINE;
  }

  /// True if it commits while it runs, so that nothing can come before it in a transaction.
  default boolean commitsOften() {
    return false;
  }

  /// True if it runs until it is cancelled, whatever `statement_timeout` says.
  default boolean isStream() {
    return false;
  }

  /// True if the plan is good for later runs too: it holds nothing of this moment.
  default boolean isReusable() {
    return true;
  }

  /// Collections whose rows it reads, also indirectly.
  default Set<CollectionId> reads() {
    return Set.of();
  }

  /// Does it.
  Outcome run(Run run);
}
