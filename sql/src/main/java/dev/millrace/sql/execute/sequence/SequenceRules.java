package dev.millrace.sql.execute.sequence;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.catalog.table.SequenceDefinition;
import dev.millrace.sql.statement.table.SequenceOption;
import dev.millrace.sql.statement.table.SequenceOption.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The options of CREATE and ALTER SEQUENCE made into a definition, as PostgreSQL does: pure
/// functions.
public final class SequenceRules {

  private SequenceRules() {}

  /// The options that hold numbers, by kind; 42601 if one is there twice.
  public static Map<Kind, SequenceOption.Of> numbers(List<SequenceOption> options) {
    Map<Kind, SequenceOption.Of> numbers = new EnumMap<>(Kind.class);
    boolean hasType = false;
    boolean hasOwner = false;
    for (SequenceOption option : options) {
      boolean isRepeated =
          switch (option) {
            case SequenceOption.Of of -> numbers.put(of.kind(), of) != null;
            case SequenceOption.As _ -> hasType;
            case SequenceOption.OwnedBy _ -> hasOwner;
          };
      hasType |= option instanceof SequenceOption.As;
      hasOwner |= option instanceof SequenceOption.OwnedBy;
      if (isRepeated) {
        throw DatabaseException.at(
            option.position(), SqlState.SYNTAX_ERROR, "conflicting or redundant options");
      }
    }
    return numbers;
  }

  /// A new sequence.
  ///
  /// @param type null if none is given
  public static SequenceDefinition create(@Nullable SqlType type, List<SequenceOption> options) {
    Map<Kind, SequenceOption.Of> numbers = numbers(options);
    return of(type == null ? ScalarType.INT8 : type, numbers, null);
  }

  /// An altered sequence; RESTART is not part of it.
  public static SequenceDefinition alter(
      SequenceDefinition before, @Nullable SqlType type, List<SequenceOption> options) {
    return of(type == null ? before.type() : type, numbers(options), before);
  }

  private static SequenceDefinition of(
      SqlType type, Map<Kind, SequenceOption.Of> numbers, @Nullable SequenceDefinition before) {
    checkType(type);
    long increment = number(numbers, Kind.INCREMENT, before == null ? 1 : before.increment());
    if (increment == 0) {
      throw invalid("INCREMENT must not be zero");
    }
    boolean isUp = increment > 0;
    boolean keepsMaximum =
        before != null
            && (before.type().equals(type) || before.maximum() != highest(before.type()));
    boolean keepsMinimum =
        before != null && (before.type().equals(type) || before.minimum() != lowest(before.type()));
    long maximum = bound(numbers, Kind.MAXIMUM, keepsMaximum, before, isUp ? highest(type) : -1);
    long minimum = bound(numbers, Kind.MINIMUM, keepsMinimum, before, isUp ? 1 : lowest(type));
    checkRange("MAXVALUE", maximum, type);
    checkRange("MINVALUE", minimum, type);
    if (minimum >= maximum) {
      throw invalid("MINVALUE (%d) must be less than MAXVALUE (%d)".formatted(minimum, maximum));
    }
    long start =
        number(numbers, Kind.START, before != null ? before.start() : isUp ? minimum : maximum);
    checkBetween("START", start, minimum, maximum);
    long cache = number(numbers, Kind.CACHE, before == null ? 1 : before.cache());
    if (cache <= 0) {
      throw invalid("CACHE (%d) must be greater than zero".formatted(cache));
    }
    boolean isCycle = number(numbers, Kind.CYCLE, before != null && before.isCycle() ? 1 : 0) != 0;
    return new SequenceDefinition(type, start, increment, minimum, maximum, cache, isCycle);
  }

  private static void checkType(SqlType type) {
    boolean isInteger = type.is(TypeId.INT2) || type.is(TypeId.INT4) || type.is(TypeId.INT8);
    if (!isInteger) {
      throw invalid("sequence type must be smallint, integer, or bigint");
    }
  }

  /// Fails if a value to start or restart with lies outside of the bounds.
  public static void checkBetween(String what, long value, long minimum, long maximum) {
    if (value < minimum) {
      throw invalid(
          "%s value (%d) cannot be less than MINVALUE (%d)".formatted(what, value, minimum));
    }
    if (value > maximum) {
      throw invalid(
          "%s value (%d) cannot be greater than MAXVALUE (%d)".formatted(what, value, maximum));
    }
  }

  private static void checkRange(String what, long value, SqlType type) {
    if (value < lowest(type) || value > highest(type)) {
      throw invalid(
          "%s (%d) is out of range for sequence data type %s"
              .formatted(what, value, type.displayName()));
    }
  }

  private static long bound(
      Map<Kind, SequenceOption.Of> numbers,
      Kind kind,
      boolean isKept,
      @Nullable SequenceDefinition before,
      long standard) {
    SequenceOption.Of given = numbers.get(kind);
    if (given != null) {
      Long number = given.number();
      return number == null ? standard : number;
    }
    if (before != null && isKept) {
      return kind == Kind.MAXIMUM ? before.maximum() : before.minimum();
    }
    return standard;
  }

  private static long number(Map<Kind, SequenceOption.Of> numbers, Kind kind, long otherwise) {
    SequenceOption.Of given = numbers.get(kind);
    Long number = given == null ? null : given.number();
    return number == null ? otherwise : number;
  }

  private static long highest(SqlType type) {
    return type.is(TypeId.INT2)
        ? Short.MAX_VALUE
        : type.is(TypeId.INT4) ? Integer.MAX_VALUE : Long.MAX_VALUE;
  }

  private static long lowest(SqlType type) {
    return type.is(TypeId.INT2)
        ? Short.MIN_VALUE
        : type.is(TypeId.INT4) ? Integer.MIN_VALUE : Long.MIN_VALUE;
  }

  private static DatabaseException invalid(String message) {
    return new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, message);
  }
}
