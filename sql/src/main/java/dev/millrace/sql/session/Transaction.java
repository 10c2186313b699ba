package dev.millrace.sql.session;

import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.time.StepTime;
import dev.millrace.sql.catalog.relation.LiveState.TransactionSample;
import dev.millrace.sql.execute.Commit;
import dev.millrace.sql.execute.Instance;
import dev.millrace.sql.execute.TransactionReads;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.WriteBuffer;
import dev.millrace.sql.setting.Settings;
import dev.millrace.sql.statement.Statement;
import dev.millrace.sql.statement.TransactionStatement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The session's transaction: none, the implicit one around a message, or a block between BEGIN and
/// COMMIT. What it reads is one state; what it writes, and what it makes of the catalog, waits in a
/// buffer and becomes one step at the end, unless it has read what others have changed meanwhile.
/// Confined to the session's thread.
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
  private final WriteBuffer writes;
  private final Deque<Savepoint> savepoints = new ArrayDeque<>();
  private volatile TransactionReads reads;
  private volatile State state = State.NONE;
  private volatile Instant start;

  /// True once a statement has read or written.
  private boolean isUsed;

  /// @param portals open when it was set
  private record Savepoint(String name, int mark, Set<String> portals) {}

  Transaction(Instance instance, Settings settings) {
    this.instance = instance;
    this.settings = settings;
    this.start = instance.clock().instant();
    this.writes =
        new WriteBuffer(
            () -> settings.number("max_transaction_write_bytes"), instance.writeBudget());
    this.reads = new TransactionReads(instance.engine(), writes);
  }

  WriteBuffer writes() {
    return writes;
  }

  /// Where its statements read.
  TransactionReads reads() {
    return reads;
  }

  State state() {
    return state;
  }

  /// When it began: what now() answers.
  Instant start() {
    return start;
  }

  /// What others are shown of it, or null if none is open. Any thread.
  @Nullable TransactionSample sample(int processId) {
    State now = state;
    StepTime read = reads.pinned();
    return now == State.NONE
        ? null
        : new TransactionSample(
            processId,
            now.name().toLowerCase(Locale.ROOT),
            start,
            read == null ? null : read.millis(),
            writes.rows(),
            writes.bytes());
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

  /// True if a statement may be the whole transaction, as far as what came before it tells.
  boolean mayBeWhole() {
    return state == State.IMPLICIT && !isUsed;
  }

  /// Makes room for a planned statement, or refuses it.
  ///
  /// @param command what it is called in messages
  /// @param isWhole true if it is the whole transaction
  void admit(Work work, String command, boolean isWhole) {
    boolean isWrite = work.effect() == Work.Effect.WRITE || work.effect() == Work.Effect.DEFINE;
    if (isWrite && isReadOnly()) {
      throw new DatabaseException(
          SqlState.READ_ONLY_SQL_TRANSACTION,
          "cannot execute " + command + " in a read-only transaction");
    }
    if (work.commitsOften() && (state == State.BLOCK || isUsed)) {
      throw new DatabaseException(
          SqlState.ACTIVE_SQL_TRANSACTION,
          command + " with COMMIT EVERY cannot run inside a transaction block");
    }
    if (work.isStream() && (reads.isPinned() || !writes.isEmpty())) {
      throw DatabaseException.notSupported(
          command + " after other statements in one transaction,", 0);
    }
    if (work.effect() != Work.Effect.NONE && work.effect() != Work.Effect.CONTROL) {
      reads.statementBegins(isWhole);
      isUsed = true;
    }
  }

  /// BEGIN; false if a block is open already. What the same message did before belongs to it.
  boolean begin() {
    if (isBlock()) {
      return false;
    }
    if (state == State.IMPLICIT) {
      state = State.BLOCK;
    } else {
      open(State.BLOCK);
    }
    return true;
  }

  private boolean isReadOnly() {
    return settings.isOn("transaction_read_only");
  }

  /// SET TRANSACTION READ ONLY or READ WRITE.
  void readOnly(boolean value) {
    if (isReadOnly() && !value && isUsed) {
      throw new DatabaseException(
          SqlState.ACTIVE_SQL_TRANSACTION,
          "transaction read-write mode must be set before any query");
    }
    settings.set("transaction_read_only", List.of(value ? "on" : "off"), true);
  }

  /// SET TRANSACTION ISOLATION LEVEL. Every level is given what the strictest promises.
  void isolation(String level) {
    if (isUsed && !settings.show("transaction_isolation").equals(level)) {
      throw new DatabaseException(
          SqlState.ACTIVE_SQL_TRANSACTION,
          "SET TRANSACTION ISOLATION LEVEL must be called before any query");
    }
    settings.set("transaction_isolation", List.of(level), true);
  }

  /// COMMIT, or the end of the implicit transaction. False if it had failed and was rolled back.
  boolean commit(Interruption interruption) {
    if (state == State.FAILED) {
      rollback();
      return false;
    }
    try {
      flush(interruption);
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
    end(false);
  }

  /// A statement failed.
  void failed() {
    switch (state) {
      case BLOCK -> {
        state = State.FAILED;
        writes.abandonOverlays();
      }
      case IMPLICIT, NONE -> rollback();
      case FAILED -> {}
    }
  }

  /// SAVEPOINT.
  ///
  /// @param portals that are open
  void savepoint(String name, Set<String> portals) {
    savepoints.push(new Savepoint(name, writes.mark(), Set.copyOf(portals)));
  }

  /// RELEASE: forgets the savepoint and those after it.
  void release(String name) {
    find(name);
    while (!savepoints.pop().name().equals(name)) {
      // One that was set after it.
    }
  }

  /// ROLLBACK TO: back to how things were when the savepoint was set, which stays. Returns the
  /// portals that were open then.
  Set<String> rollbackTo(String name) {
    Savepoint savepoint = find(name);
    while (savepoints.peek() != savepoint) {
      savepoints.pop();
    }
    writes.truncate(savepoint.mark());
    state = State.BLOCK;
    return savepoint.portals();
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
    isUsed = false;
    renewReads();
    settings.end(isCommitted);
  }

  private void renewReads() {
    reads.close();
    reads = new TransactionReads(instance.engine(), writes);
  }

  /// Makes what was written one step; returns when it is durable. What comes after it in the same
  /// message reads anew.
  private void flush(Interruption interruption) {
    if (!writes.isEmpty()) {
      try {
        Commit.run(instance, writes, reads, interruption);
      } finally {
        writes.clear();
      }
    }
    renewReads();
  }
}
