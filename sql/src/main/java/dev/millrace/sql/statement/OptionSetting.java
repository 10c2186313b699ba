package dev.millrace.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlNode;

/// The value of an option, as written. Which kinds an option takes is for its reader to say.
public sealed interface OptionSetting {

  /// The option's name alone, which mostly means true.
  record Absent() implements OptionSetting {}

  /// A string between quotes.
  record Text(String value) implements OptionSetting {}

  /// A number as written, with its sign.
  record Number(String value) implements OptionSetting {}

  /// Bare words, folded, single blanks between: `true`, `json`, `sasl_plaintext`.
  record Word(String value) implements OptionSetting {}

  /// `SECRET name`.
  record SecretName(ObjectName name) implements OptionSetting {}

  /// A qualified name, or a quoted one.
  record Name(ObjectName name) implements OptionSetting {}

  /// `(a, b)` or `[a, b]`.
  record Items(List<OptionSetting> values) implements OptionSetting {
    public Items {
      values = List.copyOf(values);
    }
  }

  /// `(NAME value, …)`: options inside an option, possibly after a leading value, as in
  /// `'host:9092' USING SSH TUNNEL t (PORT 1)`.
  record Nested(OptionSetting head, List<Option> options) implements OptionSetting {
    public Nested {
      options = List.copyOf(options);
    }
  }

  /// Any other expression.
  record Expression(SqlNode node) implements OptionSetting {}
}
