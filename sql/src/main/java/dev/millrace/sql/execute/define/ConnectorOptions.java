package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.statement.Option;
import dev.millrace.sql.statement.OptionSetting;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Options as written, turned into what connectors are given: names in upper case, secrets as ids.
/// Remembers which secrets were used, because what uses them depends on them.
final class ConnectorOptions {

  /// Options whose value must be a secret, so that no catalog entry holds a password.
  private static final Set<String> ONLY_SECRET =
      Set.of("SASL PASSWORD", "PASSWORD", "SSL KEY", "SECRET ACCESS KEY", "SESSION TOKEN");

  private final Names names;
  private final Set<Long> used = new HashSet<>();

  ConnectorOptions(Names names) {
    this.names = names;
  }

  /// Ids of the secrets that the options so far refer to.
  Set<Long> used() {
    return used;
  }

  /// The options by upper-case name; 42601 for one given twice, 0A000 for one not in `known`.
  Map<String, OptionValue> read(List<Option> options, Set<String> known, String where) {
    Map<String, OptionValue> values = new TreeMap<>();
    for (Option option : options) {
      String name = option.name().toUpperCase(Locale.ROOT);
      if (!known.contains(name)) {
        throw DatabaseException.at(
            option.position(),
            SqlState.FEATURE_NOT_SUPPORTED,
            "option " + name + " of " + where + " is not supported");
      }
      if (ONLY_SECRET.contains(name) && !(option.value() instanceof OptionSetting.SecretName)) {
        throw DatabaseException.at(
                option.position(),
                SqlState.INVALID_PARAMETER_VALUE,
                "option " + name + " must be a secret")
            .withHint("Use CREATE SECRET, then " + name + " = SECRET name.");
      }
      if (values.put(name, value(option, option.value())) != null) {
        throw DatabaseException.at(
            option.position(), SqlState.SYNTAX_ERROR, name + " specified more than once");
      }
    }
    return values;
  }

  private OptionValue value(Option option, OptionSetting setting) {
    return switch (setting) {
      case OptionSetting.Text t -> new OptionValue.Text(t.value());
      case OptionSetting.Number n -> new OptionValue.Text(n.value());
      case OptionSetting.Word w -> new OptionValue.Text(w.value());
      case OptionSetting.Name n -> new OptionValue.Text(n.name().toString());
      case OptionSetting.Absent _ -> new OptionValue.Text("true");
      case OptionSetting.SecretName s -> {
        Item secret = names.require(ItemKind.SECRET, s.name().parts(), s.name().position());
        used.add(secret.id());
        yield new OptionValue.Secret(secret.idText());
      }
      case OptionSetting.Items items ->
          new OptionValue.Items(items.values().stream().map(i -> value(option, i)).toList());
      case OptionSetting.Nested _, OptionSetting.Expression _ ->
          throw DatabaseException.at(
              option.position(),
              SqlState.FEATURE_NOT_SUPPORTED,
              "this form of option "
                  + option.name().toUpperCase(Locale.ROOT)
                  + " is not supported");
    };
  }
}
