package dev.millrace.sql.resolve;

import dev.millrace.model.function.CastFunction.CastContext;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeCategory;
import dev.millrace.model.type.TypeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The choice among functions or operators of one name, step by step as PostgreSQL's manual
/// (chapter "Type Conversion") describes it.
final class Overloads {

  private final Casts casts;

  Overloads(Casts casts) {
    this.casts = casts;
  }

  /// Something callable with its declared parameter types.
  record Candidate<F>(F callee, List<SqlType> declared, boolean isVariadic, SqlType result) {}

  /// What a call resolves to: concrete parameter types, one per argument, and the result's type.
  record Match<F>(F callee, List<SqlType> parameters, SqlType result) {}

  /// How a choice ended.
  sealed interface Choice<F> {
    record Found<F>(Match<F> match) implements Choice<F> {}

    record None<F>() implements Choice<F> {}

    record Several<F>() implements Choice<F> {}

    /// One fits, but nothing says what its polymorphic types stand for.
    record Undetermined<F>() implements Choice<F> {}
  }

  private record Option<F>(
      Candidate<F> candidate, List<SqlType> declared, Polymorphism polymorphism) {}

  <F> Choice<F> choose(List<Candidate<F>> candidates, List<SqlType> arguments, boolean isOperator) {
    Candidate<F> plain = plain(candidates, wanted(arguments, isOperator));
    if (plain != null) {
      return new Choice.Found<>(new Match<>(plain.callee(), plain.declared(), plain.result()));
    }
    List<Option<F>> options = new ArrayList<>();
    for (Candidate<F> candidate : candidates) {
      Option<F> option = option(candidate, arguments);
      if (option != null) {
        options.add(option);
      }
    }
    Option<F> exact = exact(options, arguments, isOperator);
    if (exact != null) {
      return found(exact, arguments);
    }
    options.removeIf(o -> !isCallable(o, arguments));
    if (options.isEmpty()) {
      return new Choice.None<>();
    }
    if (options.size() > 1) {
      options = keepBest(options, o -> exactCount(o, arguments));
    }
    if (options.size() > 1) {
      options = keepBest(options, o -> preferredCount(o, arguments));
    }
    if (options.size() > 1) {
      options = byUnknownCategories(options, arguments);
    }
    if (options.size() > 1) {
      options = assumeSameType(options, arguments);
    }
    if (options.size() > 1) {
      options = keepBest(options, o -> o.candidate.isVariadic() ? 0 : 1);
    }
    if (options.size() > 1) {
      options = keepBest(options, o -> takenAsTheyAre(o, arguments));
    }
    if (options.size() > 1) {
      options = keepBest(options, o -> isGuessed(o, arguments) ? 0 : 1);
    }
    return options.size() == 1 ? found(options.getFirst(), arguments) : new Choice.Several<>();
  }

  private static <F> Choice<F> found(Option<F> option, List<SqlType> arguments) {
    Polymorphism p = option.polymorphism;
    if (p.isUndetermined()) {
      return new Choice.Undetermined<>();
    }
    return new Choice.Found<>(
        new Match<>(
            option.candidate.callee(),
            p.parameters(option.declared, arguments),
            p.resultOf(option.candidate.result())));
  }

  /// A candidate spread over the arguments given, null if their number does not fit.
  private <F> @Nullable Option<F> option(Candidate<F> candidate, List<SqlType> arguments) {
    List<SqlType> declared = candidate.declared();
    if (candidate.isVariadic()) {
      int fixed = declared.size() - 1;
      if (arguments.size() < fixed) {
        return null;
      }
      List<SqlType> spread = new ArrayList<>(declared.subList(0, fixed));
      SqlType last = declared.getLast();
      SqlType each = last instanceof ArrayType array ? array.element() : last;
      while (spread.size() < arguments.size()) {
        spread.add(each);
      }
      declared = spread;
    } else if (declared.size() != arguments.size()) {
      return null;
    }
    Polymorphism fit = Polymorphism.fit(casts, declared, arguments).orElse(null);
    return fit == null ? null : new Option<>(candidate, List.copyOf(declared), fit);
  }

  /// The candidate that takes just these types: what most calls find.
  private static <F> @Nullable Candidate<F> plain(
      List<Candidate<F>> candidates, List<SqlType> arguments) {
    for (Candidate<F> candidate : candidates) {
      List<SqlType> declared = candidate.declared();
      if (candidate.isVariadic() || declared.size() != arguments.size()) {
        continue;
      }
      boolean isExact = true;
      for (int i = 0; isExact && i < arguments.size(); i++) {
        isExact =
            declared.get(i) instanceof ScalarType d
                && !d.id().isPseudo()
                && arguments.get(i) instanceof ScalarType a
                && d.id() == a.id();
      }
      if (isExact && !(candidate.result() instanceof ScalarType r && r.id().isPseudo())) {
        return candidate;
      }
    }
    return null;
  }

  /// An operator's untyped operand is first tried with the type of the other.
  private static List<SqlType> wanted(List<SqlType> arguments, boolean isOperator) {
    if (isOperator && arguments.size() == 2) {
      SqlType left = arguments.get(0);
      SqlType right = arguments.get(1);
      if (Types.isUnknown(left) != Types.isUnknown(right)) {
        SqlType known = Types.isUnknown(left) ? right : left;
        return List.of(known, known);
      }
    }
    return arguments;
  }

  private <F> @Nullable Option<F> exact(
      List<Option<F>> options, List<SqlType> arguments, boolean isOperator) {
    List<SqlType> wanted = wanted(arguments, isOperator);
    for (Option<F> option : options) {
      if (exactCount(option, wanted) == wanted.size()
          && option.declared.stream().noneMatch(Types::isPseudo)) {
        return option;
      }
    }
    return null;
  }

  private <F> boolean isCallable(Option<F> option, List<SqlType> arguments) {
    boolean isOfMzTimestamps = option.declared.stream().anyMatch(d -> d.is(TypeId.MZ_TIMESTAMP));
    if (isOfMzTimestamps && arguments.stream().noneMatch(a -> a.is(TypeId.MZ_TIMESTAMP))) {
      return false; // many types go there by themselves, and would meet there by accident
    }
    for (int i = 0; i < arguments.size(); i++) {
      SqlType argument = arguments.get(i);
      SqlType declared = option.declared.get(i);
      if (accepts(declared, argument)) {
        continue;
      }
      SqlType concrete = option.polymorphism.parameter(declared, argument);
      if (declared.is(TypeId.RECORD) || !casts.allows(argument, concrete, CastContext.IMPLICIT)) {
        return false;
      }
    }
    return true;
  }

  /// True if a pseudo type takes the argument as it is.
  private static boolean accepts(SqlType declared, SqlType argument) {
    if (!(declared instanceof ScalarType d) || !d.id().isPseudo()) {
      return false;
    }
    return switch (d.id()) {
      case ANY, ANYELEMENT -> true;
      case ANYNONARRAY -> !(argument instanceof ArrayType);
      case ANYARRAY ->
          argument instanceof ArrayType
              || argument.is(TypeId.INT2VECTOR)
              || argument.is(TypeId.OIDVECTOR)
              || Types.isUnknown(argument);
      case LISTANY -> argument instanceof ListType || Types.isUnknown(argument);
      case MAPANY -> argument instanceof MapType || Types.isUnknown(argument);
      case RECORD -> argument instanceof RecordType;
      default -> false;
    };
  }

  private static <F> int exactCount(Option<F> option, List<SqlType> arguments) {
    return count(option, arguments, false);
  }

  /// Our own last resort, where PostgreSQL has no candidates that differ in this only: a pseudo
  /// type that takes an array as it is wins over a type that the array would have to be cast to.
  private static <F> int takenAsTheyAre(Option<F> option, List<SqlType> arguments) {
    int count = 0;
    for (int i = 0; i < arguments.size(); i++) {
      SqlType declared = option.declared.get(i);
      if (Types.isUnknown(arguments.get(i))) {
        continue;
      }
      if (accepts(declared, arguments.get(i)) || Types.isSameBase(declared, arguments.get(i))) {
        count++;
      }
    }
    return count;
  }

  /// True if an untyped literal would have to be a list or a map: PostgreSQL, which has neither,
  /// takes the other candidate, such as jsonb.
  private static <F> boolean isGuessed(Option<F> option, List<SqlType> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      SqlType declared = option.declared.get(i);
      if (Types.isUnknown(arguments.get(i))
          && (declared.is(TypeId.LISTANY) || declared.is(TypeId.MAPANY))) {
        return true;
      }
    }
    return false;
  }

  private static <F> int preferredCount(Option<F> option, List<SqlType> arguments) {
    return count(option, arguments, true);
  }

  private static <F> int count(Option<F> option, List<SqlType> arguments, boolean countPreferred) {
    int count = 0;
    for (int i = 0; i < arguments.size(); i++) {
      SqlType argument = arguments.get(i);
      if (Types.isUnknown(argument)) {
        continue;
      }
      SqlType declared = option.declared.get(i);
      boolean isExact = Types.isSameBase(declared, argument);
      boolean isPreferred =
          countPreferred
              && Types.isPreferred(declared)
              && declared.category() == argument.category();
      if (isExact || isPreferred) {
        count++;
      }
    }
    return count;
  }

  private static <F> List<Option<F>> keepBest(
      List<Option<F>> options, ToIntFunction<Option<F>> score) {
    int best = options.stream().mapToInt(score).max().orElse(0);
    return filter(options, o -> score.applyAsInt(o) == best);
  }

  private static <F> List<Option<F>> filter(
      List<Option<F>> options, Predicate<Option<F>> condition) {
    return new ArrayList<>(options.stream().filter(condition).toList());
  }

  /// Untyped literals speak for strings if any candidate takes one there, otherwise for the
  /// category that all candidates agree on; preferred types of it win.
  private static <F> List<Option<F>> byUnknownCategories(
      List<Option<F>> options, List<SqlType> arguments) {
    List<Option<F>> rest = options;
    for (int i = 0; i < arguments.size(); i++) {
      if (!Types.isUnknown(arguments.get(i))) {
        continue;
      }
      int at = i;
      List<TypeCategory> categories =
          rest.stream().map(o -> o.declared.get(at).category()).distinct().toList();
      TypeCategory chosen;
      if (categories.contains(TypeCategory.STRING)) {
        chosen = TypeCategory.STRING;
      } else if (categories.size() == 1) {
        chosen = categories.getFirst();
      } else {
        return options;
      }
      List<Option<F>> of = filter(rest, o -> o.declared.get(at).category() == chosen);
      List<Option<F>> preferred = filter(of, o -> Types.isPreferred(o.declared.get(at)));
      rest = preferred.isEmpty() ? of : preferred;
    }
    return rest.isEmpty() ? options : rest;
  }

  /// If all typed arguments are of one type, untyped ones are taken to be of it too.
  private <F> List<Option<F>> assumeSameType(List<Option<F>> options, List<SqlType> arguments) {
    List<SqlType> known =
        arguments.stream()
            .filter(a -> !Types.isUnknown(a))
            .map(Types::base)
            .distinct()
            .sorted(Comparator.comparing(SqlType::displayName))
            .toList();
    if (known.size() != 1 || arguments.stream().noneMatch(Types::isUnknown)) {
      return options;
    }
    List<SqlType> assumed = arguments.stream().map(_ -> known.getFirst()).toList();
    List<Option<F>> fitting = filter(options, o -> isCallable(o, assumed));
    return fitting.size() == 1 ? fitting : options;
  }
}
