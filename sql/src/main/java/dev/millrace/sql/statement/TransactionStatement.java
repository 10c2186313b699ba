package dev.millrace.sql.statement;

import org.jspecify.annotations.Nullable;

/// Statements that open and close transactions.
public sealed interface TransactionStatement extends Statement {

  /// BEGIN, START TRANSACTION.
  record Begin(Modes modes) implements TransactionStatement {}

  /// COMMIT, END.
  record Commit(boolean isChain) implements TransactionStatement {}

  /// ROLLBACK, ABORT.
  record Rollback(boolean isChain) implements TransactionStatement {}

  /// SAVEPOINT name.
  record Savepoint(String name) implements TransactionStatement {}

  /// RELEASE [SAVEPOINT] name.
  record Release(String name) implements TransactionStatement {}

  /// ROLLBACK TO [SAVEPOINT] name.
  record RollbackTo(String name) implements TransactionStatement {}

  /// What was asked of a transaction; null where nothing was said.
  ///
  /// @param isolation `read committed`, `strict serializable` and so on, in lower case
  record Modes(
      @Nullable String isolation, @Nullable Boolean isReadOnly, @Nullable Boolean isDeferrable) {}
}
