package dev.millrace.model.value.json.path;

import dev.millrace.model.value.json.JsonNode;
import java.util.List;

/// A path expression: what it starts from, the steps it takes, and operators over such.
public sealed interface Path {

  /// A whole path.
  ///
  /// @param isStrict structural errors are errors, and arrays are not opened by themselves
  record Program(boolean isStrict, Path body) {}

  /// `$`.
  record Root() implements Path {}

  /// `@`.
  record Current() implements Path {}

  /// `last`, in a subscript.
  record Last() implements Path {}

  /// `$name`.
  record Variable(String name) implements Path {}

  /// A scalar.
  record Constant(JsonNode value) implements Path {}

  /// A value and the steps from there.
  record Chain(Path head, List<Step> steps) implements Path {
    public Chain {
      steps = List.copyOf(steps);
    }
  }

  /// `+ - * / %`.
  record Arithmetic(char operator, Path left, Path right) implements Path {}

  /// `+` or `-` in front.
  record Sign(char operator, Path operand) implements Path {}

  /// `== != < <= > >=`.
  record Comparison(String operator, Path left, Path right) implements Path {}

  /// `&&` or `||`.
  record Logic(boolean isAnd, Path left, Path right) implements Path {}

  /// `!(…)`.
  record Negation(Path operand) implements Path {}

  /// `(…) is unknown`.
  record IsUnknown(Path operand) implements Path {}

  /// `exists (…)`.
  record Exists(Path operand) implements Path {}

  /// `… starts with …`.
  record StartsWith(Path text, Path prefix) implements Path {}

  /// `… like_regex "…" flag "…"`.
  record LikeRegex(Path text, String pattern, String flags) implements Path {}

  /// True for what is true, false or unknown.
  default boolean isPredicate() {
    return switch (this) {
      case Comparison _, Logic _, Negation _, IsUnknown _, Exists _, StartsWith _, LikeRegex _ ->
          true;
      default -> false;
    };
  }

  /// One step from a value to others.
  sealed interface Step {
    /// `.key`.
    record Key(String name) implements Step {}

    /// `.*`.
    record AnyKey() implements Step {}

    /// `[*]`.
    record AnyElement() implements Step {}

    /// `[1, 2 to last]`.
    record Elements(List<Subscript> subscripts) implements Step {
      public Elements {
        subscripts = List.copyOf(subscripts);
      }
    }

    /// `.**{first to last}`; `Integer.MAX_VALUE` is last.
    record Descendants(int first, int last) implements Step {}

    /// `?(…)`.
    record Filter(Path condition) implements Step {}

    /// `.type()` and the like.
    record Method(String name) implements Step {}
  }

  /// `from to end`; both are the same path for a single subscript.
  record Subscript(Path from, Path to) {}
}
