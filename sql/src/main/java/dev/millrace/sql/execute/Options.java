package dev.millrace.sql.execute;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.statement.Option;
import dev.millrace.sql.statement.OptionSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The options of one statement: each is taken by name, and what nobody took is refused at the end,
/// so that no option is ever ignored. Confined to one statement.
public final class Options {

  private final Map<String, Option> left = new LinkedHashMap<>();

  public Options(List<Option> options) {
    for (Option option : options) {
      if (left.put(option.name(), option) != null) {
        throw DatabaseException.at(
            option.position(), SqlState.SYNTAX_ERROR, upper(option) + " specified more than once");
      }
    }
  }

  /// Takes an option; null if it was not given.
  public @Nullable Option take(String name) {
    return left.remove(name);
  }

  /// Takes an option with a text, number or word; null if it was not given.
  public @Nullable String text(String name) {
    Option option = take(name);
    return option == null ? null : text(option);
  }

  /// Takes a yes or no; the option alone means yes.
  public boolean bool(String name, boolean otherwise) {
    Option option = take(name);
    if (option == null) {
      return otherwise;
    }
    if (option.value() instanceof OptionSetting.Absent) {
      return true;
    }
    return switch (text(option).toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> true;
      case "false", "off", "no", "0" -> false;
      default ->
          throw DatabaseException.at(
              option.position(),
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid " + upper(option) + ": cannot use value as boolean");
    };
  }

  /// Takes a whole number; null if it was not given.
  public @Nullable Long number(String name) {
    Option option = take(name);
    if (option == null) {
      return null;
    }
    try {
      return Long.valueOf(text(option));
    } catch (NumberFormatException _) {
      throw DatabaseException.at(
          option.position(),
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid " + upper(option) + ": cannot use value as number");
    }
  }

  /// Refuses what was not taken.
  public void refuseRest(String where) {
    for (Option option : left.values()) {
      throw DatabaseException.at(
          option.position(),
          SqlState.FEATURE_NOT_SUPPORTED,
          "option " + upper(option) + " of " + where + " is not supported");
    }
  }

  /// The value of an option as text.
  public static String text(Option option) {
    return switch (option.value()) {
      case OptionSetting.Text t -> t.value();
      case OptionSetting.Number n -> n.value();
      case OptionSetting.Word w -> w.value();
      case OptionSetting.Name n -> n.name().toString();
      case OptionSetting.Absent _,
          OptionSetting.SecretName _,
          OptionSetting.Items _,
          OptionSetting.Nested _,
          OptionSetting.Expression _ ->
          throw DatabaseException.at(
              option.position(),
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid " + upper(option) + ": cannot use value as string");
    };
  }

  private static String upper(Option option) {
    return option.name().toUpperCase(Locale.ROOT);
  }
}
