package dev.millrace.sql.bind;

/// What a query is bound for.
public enum BindMode {
  /// To be run once: functions of the session are constants of the run.
  ONE_SHOT,
  /// To be remembered as text: nothing is refused for what it depends on.
  VIEW,
  /// To be kept up to date: nothing may depend on the session or on when it is asked.
  MAINTAINED
}
