package dev.millrace.sql.session;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.execute.PlanCache;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.statement.Statement;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A statement that was parsed and planned, and is planned again when what it was planned against
/// has changed. Confined to the session's thread.
final class Prepared {

  private final @Nullable Statement statement;
  private final String text;
  private final List<@Nullable SqlType> declared;
  private @Nullable Work work;
  private long plannedFor = -1;
  private PlanCache.@Nullable Key key;

  /// @param statement null for an empty string
  /// @param declared types given to parameters, null where they are to be inferred
  Prepared(@Nullable Statement statement, String text, List<@Nullable SqlType> declared) {
    this.statement = statement;
    this.text = text;
    this.declared = declared;
  }

  /// Takes the plan that a cache had.
  void planned(Work known, long epoch) {
    work = known;
    plannedFor = epoch;
  }

  /// Under which key its plan may be kept for others; null if it may not.
  PlanCache.@Nullable Key key() {
    return key;
  }

  /// Lets its next plan be kept. A later one may be for other settings, so it is not.
  void keepAs(PlanCache.Key newKey) {
    key = newKey;
  }

  /// The statement; a bug if it is empty.
  Statement statement() {
    if (statement == null) {
      throw new IllegalStateException("no statement");
    }
    return statement;
  }

  boolean isEmpty() {
    return statement == null;
  }

  String text() {
    return text;
  }

  List<@Nullable SqlType> declared() {
    return declared;
  }

  /// The current plan; [#plan] must have been called.
  Work work() {
    Work current = work;
    if (current == null) {
      throw new IllegalStateException("not planned");
    }
    return current;
  }

  /// Plans for an epoch (a number that changes with catalog and session variables) unless that was
  /// done already.
  Work plan(long epoch, BiFunction<Statement, Prepared, Work> planner) {
    Work before = work;
    if (before != null && plannedFor == epoch && before.isReusable()) {
      return before;
    }
    Work planned = planner.apply(statement(), this);
    if (before != null && !sameShape(before.columns(), planned.columns())) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED, "cached plan must not change result type");
    }
    work = planned;
    plannedFor = epoch;
    key = null;
    return planned;
  }

  private static boolean sameShape(
      @Nullable List<ResultColumn> before, @Nullable List<ResultColumn> after) {
    if (before == null || after == null) {
      return before == after;
    }
    return before.stream()
            .map(ResultColumn::type)
            .toList()
            .equals(after.stream().map(ResultColumn::type).toList())
        && before.stream()
            .map(ResultColumn::name)
            .toList()
            .equals(after.stream().map(ResultColumn::name).toList());
  }
}
