package dev.millrace.model.function.json.path;

import dev.millrace.model.function.text.RegexFunctions;
import dev.millrace.model.value.Slice;

/// The regular expressions of `like_regex`: XQuery's flags in the words of PostgreSQL's.
final class PathRegex {

  private PathRegex() {}

  static boolean matches(String text, String pattern, String flags) {
    StringBuilder options = new StringBuilder(flags.contains("i") ? "i" : "");
    if (flags.contains("q")) {
      options.append('q');
    } else {
      boolean isDotAll = flags.contains("s");
      boolean isMultiline = flags.contains("m");
      options.append(isMultiline ? (isDotAll ? "w" : "n") : (isDotAll ? "s" : "p"));
    }
    return RegexFunctions.matches(
        Slice.utf8(text), Slice.utf8(pattern), Slice.utf8(options.toString()));
  }
}
