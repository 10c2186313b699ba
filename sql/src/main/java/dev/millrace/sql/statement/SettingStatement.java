package dev.millrace.sql.statement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// SET and RESET of session variables, and DISCARD.
public sealed interface SettingStatement extends Statement {

  /// SET [SESSION | LOCAL] name TO values; no values mean DEFAULT. SET TIME ZONE is `timezone`, SET
  /// NAMES is `client_encoding`, SET SCHEMA is `search_path`.
  record SetVariable(String name, List<OptionSetting> values, boolean isLocal, int position)
      implements SettingStatement {
    public SetVariable {
      values = List.copyOf(values);
    }
  }

  /// SET TRANSACTION modes, or for the session: SET SESSION CHARACTERISTICS AS TRANSACTION.
  record SetTransaction(TransactionStatement.Modes modes, boolean isSession)
      implements SettingStatement {}

  /// RESET name; null is RESET ALL.
  record Reset(@Nullable String name, int position) implements SettingStatement {}

  /// DISCARD {ALL | PLANS | SEQUENCES | TEMP}, in lower case.
  record Discard(String what) implements SettingStatement {}
}
