package dev.millrace.ingest;

import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Slice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the options of a statement by name and remembers which were asked for, so that
/// [#rejectUnknown] can refuse the others. Confined to one thread.
public final class Options {

  private final String owner;
  private final Map<String, OptionValue> values;
  private final Set<String> known = new HashSet<>();

  /// @param owner how messages name the statement's object, for example `KAFKA connection`
  public Options(String owner, Map<String, OptionValue> values) {
    this.owner = owner;
    this.values = values;
  }

  /// True if the option was given.
  public boolean has(String name) {
    known.add(name);
    return values.containsKey(name);
  }

  /// The option's text, or null if it was not given.
  public @Nullable String text(String name) {
    known.add(name);
    return switch (values.get(name)) {
      case null -> null;
      case OptionValue.Text t -> t.value();
      case OptionValue.Secret _ -> throw invalid(name, "must not be a secret");
      case OptionValue.Items _ -> throw invalid(name, "must be a single value");
    };
  }

  /// The option's text, or the default.
  public String text(String name, String otherwise) {
    String text = text(name);
    return text == null ? otherwise : text;
  }

  /// The option's text; refused if it was not given.
  public String required(String name) {
    String text = text(name);
    if (text == null) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, owner + " must specify " + name);
    }
    return text;
  }

  /// The text of an option that may be a secret, or null.
  public @Nullable String secretText(String name, SecretStore secrets) {
    known.add(name);
    return switch (values.get(name)) {
      case null -> null;
      case OptionValue.Text t -> t.value();
      case OptionValue.Secret s -> new String(secrets.secret(s.id()), StandardCharsets.UTF_8);
      case OptionValue.Items _ -> throw invalid(name, "must be a single value");
    };
  }

  /// The texts of a list option (a single value counts as a list of one), empty if not given.
  public List<String> texts(String name) {
    known.add(name);
    return switch (values.get(name)) {
      case null -> List.of();
      case OptionValue.Text t -> List.of(t.value());
      case OptionValue.Secret _ -> throw invalid(name, "must not be a secret");
      case OptionValue.Items items ->
          items.values().stream()
              .map(item -> {
                if (item instanceof OptionValue.Text t) {
                  return t.value();
                }
                throw invalid(name, "must be a list of plain values");
              })
              .toList();
    };
  }

  /// A whole number within bounds, or the default.
  public long number(String name, long otherwise, long min, long max) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    long value;
    try {
      value = Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw invalid(name, "must be a whole number");
    }
    if (value < min || value > max) {
      throw invalid(name, "must be between " + min + " and " + max);
    }
    return value;
  }

  /// An interval without months, or the default.
  public Duration duration(String name, Duration otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    Interval interval = Interval.of((Slice) TextFormat.parse(ScalarType.of(TypeId.INTERVAL), text));
    if (interval.months() != 0) {
      throw invalid(name, "must not hold months");
    }
    return Duration.ofDays(interval.days()).plusNanos(interval.micros() * 1000);
  }

  /// A boolean as PostgreSQL reads one, or the default; an option without a value is true.
  public boolean flag(String name, boolean otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "", "true", "t", "on", "yes", "1" -> true;
      case "false", "f", "off", "no", "0" -> false;
      default -> throw invalid(name, "must be a boolean");
    };
  }

  /// Refuses options nobody asked for.
  public void rejectUnknown() {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new DatabaseException(
            SqlState.INVALID_PARAMETER_VALUE, owner + " does not support option " + name);
      }
    }
  }

  /// A refusal of an option's value.
  public DatabaseException invalid(String name, String why) {
    return new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE, "invalid " + name + " of " + owner + ": " + why);
  }
}
