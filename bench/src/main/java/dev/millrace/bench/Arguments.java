package dev.millrace.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The words after a measurement's name: `--name value` pairs.
record Arguments(Map<String, String> values) {

  static Arguments parse(List<String> words) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      if (!words.get(i).startsWith("--") || i + 1 == words.size()) {
        throw new IllegalArgumentException("expected --name value, found " + words.get(i));
      }
      values.put(words.get(i).substring(2), words.get(i + 1));
    }
    return new Arguments(Map.copyOf(values));
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    return values.containsKey(name) ? Integer.parseInt(values.get(name)) : otherwise;
  }
}
