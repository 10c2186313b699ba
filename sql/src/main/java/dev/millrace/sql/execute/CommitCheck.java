package dev.millrace.sql.execute;

import dev.millrace.dataflow.batch.CollectionReader;

/// Something that must hold of the rows a statement has written. In a transaction of several
/// statements it is looked at twice: after its statement, in the state the transaction reads, and
/// at COMMIT, in the state that the transaction's step follows. That of a single statement is
/// looked at once, in its step. Runs on the engine's thread, so it reads by index or little.
@FunctionalInterface
public interface CommitCheck {

  /// Fails if it does not hold.
  ///
  /// @param state the engine's collections with all that the transaction has written
  void verify(CollectionReader state);
}
