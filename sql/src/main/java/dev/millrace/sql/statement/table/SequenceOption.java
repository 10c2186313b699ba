package dev.millrace.sql.statement.table;

import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.TypeSpec;
import org.jspecify.annotations.Nullable;

/// A word of CREATE SEQUENCE, ALTER SEQUENCE or an identity column, and its value.
public sealed interface SequenceOption {

  /// 1-based character of the option's first word.
  int position();

  /// Options whose value is a number.
  enum Kind {
    INCREMENT,
    MINIMUM,
    MAXIMUM,
    START,
    RESTART,
    CACHE,
    CYCLE
  }

  /// An option with a number.
  ///
  /// @param number null for NO MINVALUE, NO MAXVALUE and RESTART without a value; of CYCLE 1 or 0
  record Of(Kind kind, @Nullable Long number, int position) implements SequenceOption {}

  /// AS type.
  record As(TypeSpec type, int position) implements SequenceOption {}

  /// OWNED BY table.column, or OWNED BY NONE.
  record OwnedBy(ObjectName column, int position) implements SequenceOption {}
}
