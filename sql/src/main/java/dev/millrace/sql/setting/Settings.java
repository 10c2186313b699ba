package dev.millrace.sql.setting;

import dev.millrace.model.codec.IntervalStyle;
import dev.millrace.model.codec.SessionStyle;
import dev.millrace.model.codec.TimeZones;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The variables of one session. Changes made in a transaction end with it: all of them when it is
/// rolled back, SET LOCAL always. Confined to the session's thread.
public final class Settings {

  /// Values that differ from the defaults, by lower-case name.
  private Map<String, String> values = new HashMap<>();

  /// Grows with every change: what was planned under another number may mean something else now.
  private long revision;

  /// What RESET returns to where it is not the variable's default: from the connection's start.
  private final Map<String, String> startValues = new HashMap<>();

  private @Nullable Map<String, String> beforeTransaction;
  private final Map<String, String> valuesBeforeLocal = new HashMap<>();
  private final BiConsumer<String, String> reporter;

  /// @param reporter is told name and value of every reported variable that changes
  public Settings(BiConsumer<String, String> reporter) {
    this.reporter = reporter;
  }

  /// The current value; 42704 if there is no such variable.
  public String show(String name) {
    String value = find(name);
    if (value == null) {
      throw unknown(name);
    }
    return value;
  }

  /// The current value, or null if there is no such variable.
  public @Nullable String find(String name) {
    String value = values.get(key(name));
    if (value != null) {
      return value;
    }
    String inherited = SettingDefinition.defaultOf(key(name));
    if (inherited != null) {
      return find(inherited);
    }
    SettingDefinition definition = SettingDefinition.find(name);
    return definition == null
        ? null
        : startValues.getOrDefault(key(name), definition.defaultValue());
  }

  /// SET [LOCAL]; `newValues` has several parts for a list, one otherwise.
  public void set(String name, List<String> newValues, boolean isLocal) {
    SettingDefinition definition = writable(name);
    String value =
        definition == null
            ? String.join(", ", newValues)
            : definition.kind().canonical(definition.name(), newValues);
    if (isLocal || SettingDefinition.defaultOf(key(name)) != null) {
      valuesBeforeLocal.putIfAbsent(key(name), values.getOrDefault(key(name), ""));
    } else {
      valuesBeforeLocal.remove(key(name));
    }
    assign(key(name), value);
  }

  /// RESET name; a variable of the user's own becomes empty.
  public void reset(String name) {
    SettingDefinition definition = writable(name);
    assign(key(name), definition == null ? "" : null);
  }

  /// RESET ALL, which leaves the role alone.
  public void resetAll() {
    for (String key : List.copyOf(values.keySet())) {
      if (!key.equals("role")) {
        assign(key, null);
      }
    }
  }

  /// The names of the variables that are the user's own, in order.
  public List<String> own() {
    return values.keySet().stream()
        .filter(k -> SettingDefinition.find(k) == null)
        .sorted()
        .toList();
  }

  /// Sets a variable at the connection's start: its value becomes what RESET returns to.
  public void start(String name, String value) {
    SettingDefinition definition = writable(name);
    if (definition == null) {
      assign(key(name), value);
    } else {
      List<String> parts = definition.kind() == SettingKind.NAMES ? names(value) : List.of(value);
      startValues.put(key(name), definition.kind().canonical(definition.name(), parts));
    }
  }

  /// Sets a variable that clients can only read.
  public void startFixed(String name, String value) {
    startValues.put(key(name), value);
  }

  /// A transaction begins.
  public void begin() {
    if (beforeTransaction == null) {
      beforeTransaction = new HashMap<>(values);
    }
  }

  /// The transaction ends.
  public void end(boolean isCommitted) {
    Map<String, String> before = beforeTransaction;
    beforeTransaction = null;
    if (before != null && !isCommitted) {
      Map<String, String> changed = values;
      values = new HashMap<>(before);
      revision++;
      Set<String> touched = new TreeSet<>(changed.keySet());
      touched.addAll(before.keySet());
      touched.forEach(k -> reportIfChanged(k, changed.get(k)));
    } else {
      valuesBeforeLocal.forEach((key, value) -> assign(key, value.isEmpty() ? null : value));
    }
    valuesBeforeLocal.clear();
  }

  /// A duration; zero means none.
  public Duration duration(String name) {
    return SettingKind.duration(name, show(name));
  }

  /// A whole number.
  public long number(String name) {
    return Long.parseLong(show(name));
  }

  /// True for `on`.
  public boolean isOn(String name) {
    return show(name).equals("on");
  }

  /// The schemas of `search_path`.
  public List<String> searchPath() {
    return names(show("search_path"));
  }

  /// How the session wants dates and times read and printed.
  public SessionStyle style() {
    ZoneId zone = TimeZones.ofSetting(show("TimeZone"));
    IntervalStyle intervals = IntervalStyle.named(show("IntervalStyle"));
    return new SessionStyle(
        zone == null ? SessionStyle.STANDARD.zone() : zone,
        intervals == null ? SessionStyle.STANDARD.intervals() : intervals);
  }

  /// Reports every reported variable, as at a connection's start.
  public void reportAll() {
    for (SettingDefinition definition : SettingDefinition.all()) {
      if (definition.isReported()) {
        reporter.accept(definition.name(), show(definition.name()));
      }
    }
  }

  /// Grows with every change.
  public long revision() {
    return revision;
  }

  private void assign(String key, @Nullable String value) {
    revision++;
    String before = values.get(key);
    if (value == null) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
    reportIfChanged(key, before);
  }

  private void reportIfChanged(String key, @Nullable String before) {
    SettingDefinition definition = SettingDefinition.find(key);
    if (definition == null || !definition.isReported()) {
      return;
    }
    String shown = show(key);
    String shownBefore =
        before != null ? before : startValues.getOrDefault(key, definition.defaultValue());
    if (!shown.equals(shownBefore)) {
      reporter.accept(definition.name(), shown);
    }
  }

  /// The definition of a variable that may be set; null for a user's own, which has a dot.
  private static @Nullable SettingDefinition writable(String name) {
    SettingDefinition definition = SettingDefinition.find(name);
    if (definition == null && name.indexOf('.') < 0) {
      throw unknown(name);
    }
    if (definition != null && definition.isReadOnly()) {
      throw new DatabaseException(
          SqlState.CANT_CHANGE_RUNTIME_PARAM,
          "parameter \"" + definition.name() + "\" cannot be changed");
    }
    return definition;
  }

  private static DatabaseException unknown(String name) {
    return new DatabaseException(
        SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
  }

  /// The names of a list like `a, "B c"`.
  public static List<String> names(String list) {
    List<String> names = new ArrayList<>();
    int at = 0;
    while (at < list.length()) {
      char c = list.charAt(at);
      if (c == ',' || Character.isWhitespace(c)) {
        at++;
      } else if (c == '"') {
        StringBuilder name = new StringBuilder();
        at = quoted(list, at + 1, name);
        names.add(name.toString());
      } else {
        int comma = list.indexOf(',', at);
        int end = comma < 0 ? list.length() : comma;
        names.add(list.substring(at, end).strip().toLowerCase(Locale.ROOT));
        at = end;
      }
    }
    return names;
  }

  /// Reads up to the closing quote; returns where the text goes on.
  private static int quoted(String list, int from, StringBuilder name) {
    int at = from;
    while (at < list.length()) {
      if (list.charAt(at) != '"') {
        name.append(list.charAt(at++));
      } else if (list.startsWith("\"\"", at)) {
        name.append('"');
        at += 2;
      } else {
        return at + 1;
      }
    }
    return at;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
