package dev.millrace.model.value.json.path;

import dev.millrace.model.value.json.JsonText;
import dev.millrace.model.value.json.path.Path.Program;
import dev.millrace.model.value.json.path.Path.Step;
import dev.millrace.model.value.json.path.Path.Subscript;

/// Prints a path as PostgreSQL does: keys in quotes, operators in parentheses. It is the stored
/// form of jsonpath.
public final class PathText {

  private PathText() {}

  /// The text of a path.
  public static String of(Program program) {
    StringBuilder out = new StringBuilder(program.isStrict() ? "strict " : "");
    append(program.body(), true, out);
    return out.toString();
  }

  private static void append(Path path, boolean inParentheses, StringBuilder out) {
    switch (path) {
      case Path.Root _ -> out.append('$');
      case Path.Current _ -> out.append('@');
      case Path.Last _ -> out.append("last");
      case Path.Variable v -> JsonText.appendQuoted(v.name(), out.append('$'));
      case Path.Constant c -> JsonText.append(c.value(), out);
      case Path.Chain c -> {
        append(c.head(), true, out);
        c.steps().forEach(step -> append(step, out));
      }
      case Path.Arithmetic a ->
          binary(path, a.left(), String.valueOf(a.operator()), a.right(), inParentheses, out);
      case Path.Comparison c -> binary(path, c.left(), c.operator(), c.right(), inParentheses, out);
      case Path.Logic l ->
          binary(path, l.left(), l.isAnd() ? "&&" : "||", l.right(), inParentheses, out);
      case Path.StartsWith s ->
          binary(path, s.text(), "starts with", s.prefix(), inParentheses, out);
      case Path.Sign s -> {
        out.append(inParentheses ? "(" : "").append(s.operator());
        append(s.operand(), priority(s.operand()) <= priority(path), out);
        out.append(inParentheses ? ")" : "");
      }
      case Path.LikeRegex r -> {
        out.append(inParentheses ? "(" : "");
        append(r.text(), priority(r.text()) <= priority(path), out);
        JsonText.appendQuoted(r.pattern(), out.append(" like_regex "));
        if (!r.flags().isEmpty()) {
          out.append(" flag \"").append(r.flags()).append('"');
        }
        out.append(inParentheses ? ")" : "");
      }
      case Path.Negation n -> around("!(", n.operand(), ")", out);
      case Path.IsUnknown u -> around("(", u.operand(), ") is unknown", out);
      case Path.Exists e -> around("exists (", e.operand(), ")", out);
    }
  }

  private static void around(String before, Path inner, String after, StringBuilder out) {
    out.append(before);
    append(inner, false, out);
    out.append(after);
  }

  private static void binary(
      Path path, Path left, String operator, Path right, boolean inParentheses, StringBuilder out) {
    out.append(inParentheses ? "(" : "");
    append(left, priority(left) <= priority(path), out);
    out.append(' ').append(operator).append(' ');
    append(right, priority(right) <= priority(path), out);
    out.append(inParentheses ? ")" : "");
  }

  private static int priority(Path path) {
    return switch (path) {
      case Path.Logic l -> l.isAnd() ? 1 : 0;
      case Path.Comparison _, Path.StartsWith _ -> 2;
      case Path.Arithmetic a -> a.operator() == '+' || a.operator() == '-' ? 3 : 4;
      case Path.Sign _ -> 5;
      default -> 6;
    };
  }

  private static void append(Step step, StringBuilder out) {
    switch (step) {
      case Step.Key k -> JsonText.appendQuoted(k.name(), out.append('.'));
      case Step.AnyKey _ -> out.append(".*");
      case Step.AnyElement _ -> out.append("[*]");
      case Step.Elements e -> {
        String separator = "[";
        for (Subscript subscript : e.subscripts()) {
          append(subscript.from(), false, out.append(separator));
          if (subscript.to() != subscript.from()) {
            append(subscript.to(), false, out.append(" to "));
          }
          separator = ",";
        }
        out.append(']');
      }
      case Step.Descendants d -> descendants(d, out.append(".**"));
      case Step.Filter f -> around("?(", f.condition(), ")", out);
      case Step.Method m -> out.append('.').append(m.name()).append("()");
    }
  }

  private static void descendants(Step.Descendants step, StringBuilder out) {
    if (step.first() == 0 && step.last() == Integer.MAX_VALUE) {
      return;
    }
    out.append('{').append(level(step.first()));
    if (step.last() != step.first()) {
      out.append(" to ").append(level(step.last()));
    }
    out.append('}');
  }

  private static String level(int level) {
    return level == Integer.MAX_VALUE ? "last" : Integer.toString(level);
  }
}
