package dev.millrace.model.codec;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/// How a session wants dates and times read and printed. In force on the thread that runs a
/// statement of the session, and where a step reads for it; everywhere else, in maintained plans
/// above all, times are in UTC.
///
/// @param zone the session's TimeZone
/// @param intervals the session's IntervalStyle
public record SessionStyle(ZoneId zone, IntervalStyle intervals) {

  /// What holds where no session does.
  public static final SessionStyle STANDARD =
      new SessionStyle(ZoneOffset.UTC, IntervalStyle.POSTGRES);

  private static final ScopedValue<SessionStyle> CURRENT = ScopedValue.newInstance();

  /// The style in force on this thread.
  public static SessionStyle current() {
    return CURRENT.orElse(STANDARD);
  }

  /// Runs something in this style.
  public void run(Runnable body) {
    ScopedValue.where(CURRENT, this).run(body);
  }

  /// Computes something in this style.
  public <T> T call(Supplier<T> body) {
    return ScopedValue.where(CURRENT, this).call(body::get);
  }
}
