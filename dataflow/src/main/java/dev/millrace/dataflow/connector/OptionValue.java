package dev.millrace.dataflow.connector;

import java.util.List;

/// The value of an option in SQL.
public sealed interface OptionValue {

  /// A literal, number or bare word, as text.
  record Text(String value) implements OptionValue {}

  /// `SECRET name`: the id of a secret, to be resolved by a [SecretStore] when it is used.
  record Secret(String id) implements OptionValue {}

  /// A parenthesised list.
  record Items(List<OptionValue> values) implements OptionValue {
    public Items {
      values = List.copyOf(values);
    }
  }
}
