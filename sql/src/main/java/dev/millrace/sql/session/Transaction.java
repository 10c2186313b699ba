package dev.millrace.sql.session;

import dev.millrace.dataflow.port.Change;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.execute.Instance;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.WriteBuffer;
import dev.millrace.sql.setting.Settings;
import dev.millrace.sql.statement.Statement;
import dev.millrace.sql.statement.TransactionStatement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The session's transaction: none, the implicit one around a message, or a block between BEGIN and
/// COMMIT. Rows added wait in a buffer and become one step at the end; other writes are steps of
/// their own and therefore not allowed in a block, except as its only statement, which then runs at
/// COMMIT. Confined to the session's thread.
final class Transaction {

  /// Where the transaction stands.
  enum State {
    NONE,
    IMPLICIT,
    BLOCK,
    FAILED
  }

  private final Instance instance;
  private final Settings settings;
  private final WriteBuffer writes = new WriteBuffer();
  private State state = State.NONE;
  private Instant start;
  private @Nullable Runnable deferred;
  private boolean isReadOnly;
  private final Deque<Savepoint> savepoints = new ArrayDeque<>();

  private record Savepoint(String name, int mark, @Nullable Runnable deferred) {}

  /// True once a statement of the block has read or written.
  private boolean isUsed;

  Transaction(Instance instance, Settings settings) {
    this.instance = instance;
    this.settings = settings;
    this.start = instance.clock().instant();
  }

  WriteBuffer writes() {
    return writes;
  }

  State state() {
    return state;
  }

  /// When it began: what now() answers.
  Instant start() {
    return start;
  }

  boolean isBlock() {
    return state == State.BLOCK || state == State.FAILED;
  }

  /// A statement begins: opens the implicit transaction where there is none; 25P02 in a failed
  /// block.
  void statementBegins(@Nullable Statement statement) {
    if (state == State.FAILED && !mayEndBlock(statement)) {
      throw new DatabaseException(
          SqlState.IN_FAILED_SQL_TRANSACTION,
          "current transaction is aborted, commands ignored until end of transaction block");
    }
    if (state == State.NONE) {
      open(State.IMPLICIT);
    }
  }

  private static boolean mayEndBlock(@Nullable Statement statement) {
    return switch (statement) {
      case TransactionStatement.Commit _,
          TransactionStatement.Rollback _,
          TransactionStatement.RollbackTo _ ->
          true;
      case null, default -> false;
    };
  }

  private void open(State opened) {
    state = opened;
    start = instance.clock().instant();
    isUsed = false;
    settings.begin();
  }

  /// Makes room for a planned statement: rows written before are committed first, or it is refused.
  /// True if it is to be put off until COMMIT.
  boolean admit(Work work, Runnable run) {
    boolean isWrite = work.effect() == Work.Effect.APPEND || work.effect() == Work.Effect.IMMEDIATE;
    if (isReadOnly && isWrite) {
      throw new DatabaseException(
          SqlState.READ_ONLY_SQL_TRANSACTION,
          "cannot execute this statement in a read-only transaction");
    }
    boolean isOther = work.effect() != Work.Effect.NONE && work.effect() != Work.Effect.CONTROL;
    if (deferred != null && isOther) {
      throw DatabaseException.notSupported(
          "another statement after one that changes the catalog, in one transaction block,", 0);
    }
    switch (work.effect()) {
      case NONE, CONTROL, APPEND -> {}
      case READ -> {
        if (writes.touchesAny(work.reads())) {
          if (state == State.BLOCK) {
            throw DatabaseException.notSupported(
                "reading a table that the same transaction block has written", 0);
          }
          flush();
        }
      }
      case IMMEDIATE -> {
        if (state == State.BLOCK) {
          return defer(work, run);
        }
        flush();
      }
    }
    isUsed |= isOther;
    return false;
  }

  private boolean defer(Work work, Runnable run) {
    if (work.tagWhenDeferred() == null || isUsed) {
      throw DatabaseException.notSupported(
          "this statement together with others in a transaction block", 0);
    }
    deferred = run;
    isUsed = true;
    return true;
  }

  /// BEGIN; false if a block is open already.
  boolean begin(@Nullable Boolean readOnly) {
    if (isBlock()) {
      return false;
    }
    flush();
    if (state == State.IMPLICIT) {
      state = State.BLOCK;
    } else {
      open(State.BLOCK);
    }
    isUsed = false;
    isReadOnly = readOnly != null ? readOnly : settings.isOn("default_transaction_read_only");
    return true;
  }

  /// SET TRANSACTION READ ONLY or READ WRITE.
  void readOnly(boolean value) {
    isReadOnly = value;
  }

  /// COMMIT, or the end of the implicit transaction. False if it had failed and was rolled back.
  boolean commit() {
    if (state == State.FAILED) {
      rollback();
      return false;
    }
    try {
      flush();
      Runnable last = deferred;
      deferred = null;
      if (last != null) {
        last.run();
      }
    } catch (RuntimeException e) {
      rollback();
      throw e;
    }
    end(true);
    return true;
  }

  /// ROLLBACK.
  void rollback() {
    writes.clear();
    deferred = null;
    end(false);
  }

  /// A statement failed.
  void failed() {
    switch (state) {
      case BLOCK -> state = State.FAILED;
      case IMPLICIT, NONE -> rollback();
      case FAILED -> {}
    }
  }

  /// SAVEPOINT.
  void savepoint(String name) {
    savepoints.push(new Savepoint(name, writes.mark(), deferred));
  }

  /// RELEASE: forgets the savepoint and those after it.
  void release(String name) {
    find(name);
    while (!savepoints.pop().name().equals(name)) {
      // One that was set after it.
    }
  }

  /// ROLLBACK TO: back to how things were when the savepoint was set, which stays.
  void rollbackTo(String name) {
    Savepoint savepoint = find(name);
    while (savepoints.peek() != savepoint) {
      savepoints.pop();
    }
    writes.truncate(savepoint.mark());
    deferred = savepoint.deferred();
    state = State.BLOCK;
  }

  private Savepoint find(String name) {
    for (Savepoint savepoint : savepoints) {
      if (savepoint.name().equals(name)) {
        return savepoint;
      }
    }
    throw new DatabaseException(
        SqlState.SAVEPOINT_EXCEPTION, "savepoint \"" + name + "\" does not exist");
  }

  private void end(boolean isCommitted) {
    state = State.NONE;
    savepoints.clear();
    isReadOnly = false;
    settings.end(isCommitted);
  }

  /// Makes the buffered rows one step; returns when it is durable.
  private void flush() {
    if (writes.isEmpty()) {
      return;
    }
    List<Change.Delta> deltas = writes.take();
    try {
      instance
          .engine()
          .transact(_ -> {
            for (Change.Delta delta : deltas) {
              requireTable(delta);
            }
            return new Change(List.of(), List.of(), deltas);
          })
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void requireTable(Change.Delta delta) {
    if (instance.catalog().current().item(delta.collection().number()) == null) {
      throw new DatabaseException(
          SqlState.UNDEFINED_TABLE, "the table written to was dropped meanwhile");
    }
  }
}
