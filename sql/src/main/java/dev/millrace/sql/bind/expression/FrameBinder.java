package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.scope.WindowCall.Edge;
import dev.millrace.sql.bind.scope.WindowCall.Exclusion;
import dev.millrace.sql.bind.scope.WindowCall.Frame;
import dev.millrace.sql.bind.scope.WindowCall.Spec;
import dev.millrace.sql.bind.scope.WindowCall.Unit;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.node.WindowNode;
import dev.millrace.sql.parse.node.WindowNode.BoundKind;
import dev.millrace.sql.resolve.Constants;
import dev.millrace.sql.resolve.Operand;
import java.util.Objects;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Binds the frame of a window. Offsets are constants.
final class FrameBinder {

  /// Farther than any row, and near enough that adding it to a row's number does not overflow.
  private static final long DISTANCE_MAX = 1L << 62;

  private final ExpressionBinder binder;
  private final WindowNode over;
  private final Spec spec;

  FrameBinder(ExpressionBinder binder, WindowNode over, Spec spec) {
    this.binder = binder;
    this.over = over;
    this.spec = spec;
  }

  /// @param frame null if none is written
  Frame bind(WindowNode.@Nullable Frame frame) {
    Frame standard = spec.order().isEmpty() ? new Frame.Whole() : new Frame.Running();
    if (frame == null) {
      return standard;
    }
    check(frame);
    boolean isPlain = frame.exclusion() == WindowNode.Exclusion.NO_OTHERS;
    BoundKind start = frame.start().kind();
    BoundKind end = frame.end().kind();
    if (isPlain && start == BoundKind.UNBOUNDED_PRECEDING && end == BoundKind.UNBOUNDED_FOLLOWING) {
      return new Frame.Whole();
    }
    if (isPlain
        && frame.unit() != WindowNode.Unit.ROWS
        && start == BoundKind.UNBOUNDED_PRECEDING
        && end == BoundKind.CURRENT_ROW) {
      return standard;
    }
    Frame.General general =
        new Frame.General(
            unit(frame.unit()),
            edge(frame.start(), frame.unit(), "starting"),
            edge(frame.end(), frame.unit(), "ending"),
            exclusion(frame.exclusion()));
    return isPlain && general.unit() == Unit.ROWS
        ? new Frame.Rows(rows(general.start()), rows(general.end()))
        : general;
  }

  private void check(WindowNode.Frame frame) {
    BoundKind start = frame.start().kind();
    BoundKind end = frame.end().kind();
    if (start == BoundKind.UNBOUNDED_FOLLOWING) {
      throw misplaced("frame start cannot be UNBOUNDED FOLLOWING");
    }
    if (end == BoundKind.UNBOUNDED_PRECEDING) {
      throw misplaced("frame end cannot be UNBOUNDED PRECEDING");
    }
    if (start == BoundKind.CURRENT_ROW && end == BoundKind.PRECEDING) {
      throw misplaced("frame starting from current row cannot have preceding rows");
    }
    if (start == BoundKind.FOLLOWING
        && (end == BoundKind.PRECEDING || end == BoundKind.CURRENT_ROW)) {
      throw misplaced("frame starting from following row cannot have preceding rows");
    }
    if (frame.unit() == WindowNode.Unit.GROUPS && spec.order().isEmpty()) {
      throw misplaced("GROUPS mode requires an ORDER BY clause");
    }
    boolean isOffset = frame.start().offset() != null || frame.end().offset() != null;
    if (frame.unit() == WindowNode.Unit.RANGE && isOffset && spec.order().size() != 1) {
      throw misplaced("RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column");
    }
  }

  private DatabaseException misplaced(String message) {
    return DatabaseException.at(position(over), SqlState.WINDOWING_ERROR, message);
  }

  private static Unit unit(WindowNode.Unit unit) {
    return switch (unit) {
      case ROWS -> Unit.ROWS;
      case GROUPS -> Unit.GROUPS;
      case RANGE -> Unit.RANGE;
    };
  }

  private static Exclusion exclusion(WindowNode.Exclusion exclusion) {
    return switch (exclusion) {
      case NO_OTHERS -> Exclusion.NO_OTHERS;
      case CURRENT_ROW -> Exclusion.CURRENT_ROW;
      case GROUP -> Exclusion.GROUP;
      case TIES -> Exclusion.TIES;
    };
  }

  /// How many rows after the row an edge lies; null for the partition's.
  private static @Nullable Long rows(Edge edge) {
    return switch (edge) {
      case Edge.Unbounded _ -> null;
      case Edge.Current _ -> 0L;
      case Edge.Offset(Literal distance, boolean isPreceding) -> {
        long rows = (Long) Objects.requireNonNull(distance.value());
        yield isPreceding ? -rows : rows;
      }
    };
  }

  private Edge edge(WindowNode.Bound bound, WindowNode.Unit unit, String which) {
    return switch (bound.kind()) {
      case UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING -> new Edge.Unbounded();
      case CURRENT_ROW -> new Edge.Current();
      case PRECEDING, FOLLOWING -> {
        SqlNode node = Objects.requireNonNull(bound.offset());
        Literal distance =
            unit == WindowNode.Unit.RANGE ? range(node, which) : count(node, unit, which);
        yield new Edge.Offset(distance, bound.kind() == BoundKind.PRECEDING);
      }
    };
  }

  private Literal count(SqlNode node, WindowNode.Unit unit, String which) {
    Operand operand = operand(node, unit);
    if (!binder.context().coercion().isAssignable(operand.type(), ScalarType.INT8)) {
      throw DatabaseException.at(
          operand.position(),
          SqlState.DATATYPE_MISMATCH,
          "argument of %s must be type bigint, not type %s"
              .formatted(unit, operand.type().displayName()));
    }
    Literal value = constant(operand, ScalarType.INT8, which);
    long rows = (Long) Objects.requireNonNull(value.value());
    if (rows < 0) {
      throw new DatabaseException(
          SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
          "frame " + which + " offset must not be negative");
    }
    return new Literal(Math.min(rows, DISTANCE_MAX), ScalarType.INT8);
  }

  private Operand operand(SqlNode node, WindowNode.Unit unit) {
    int before = binder.stage().hoists().size();
    Operand operand = binder.operand(node);
    if (binder.stage().hoists().size() > before) {
      throw DatabaseException.notSupported("a sub-query as frame offset", position(node));
    }
    if (!Scalars.columns(operand.scalar()).isEmpty()) {
      throw DatabaseException.at(
          operand.position(),
          SqlState.INVALID_COLUMN_REFERENCE,
          "argument of " + unit + " must not contain variables");
    }
    return operand;
  }

  private Literal constant(Operand operand, SqlType type, String which) {
    Scalar value = Constants.fold(binder.context().coercion().explicit(operand, type));
    if (!(value instanceof Literal literal)) {
      throw DatabaseException.notSupported(
          "a frame offset that is not a constant", operand.position());
    }
    if (literal.value() == null) {
      throw new DatabaseException(
          SqlState.NULL_VALUE_NOT_ALLOWED, "frame " + which + " offset must not be null");
    }
    return literal;
  }

  /// The distance in the type that [dev.millrace.sql.bind.query.FramePlanner] computes with.
  private Literal range(SqlNode node, String which) {
    SqlType column = spec.order().getFirst().value().type();
    Operand operand = operand(node, WindowNode.Unit.RANGE);
    SqlType type = distanceType(column, operand);
    if (operand.type().is(TypeId.UNKNOWN) && !type.is(TypeId.INTERVAL)) {
      operand =
          new Operand(binder.context().coercion().explicit(operand, column), operand.position());
    }
    Literal distance = constant(operand, type, which);
    boolean isNegative =
        switch (distance.value()) {
          case Double d -> d < 0 || d.isNaN();
          case Slice s when type.is(TypeId.INTERVAL) -> Interval.of(s).span().signum() < 0;
          case Slice s -> Numeric.isNaN(s) || Numeric.signum(s) < 0;
          case null, default -> throw new IllegalStateException(type.displayName());
        };
    if (isNegative) {
      throw new DatabaseException(
          SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
          "invalid preceding or following size in window function");
    }
    return distance;
  }

  private static SqlType distanceType(SqlType column, Operand offset) {
    if (!(column instanceof ScalarType scalar)) {
      throw unsuitable("for column type " + column.displayName(), offset);
    }
    SqlType other = offset.type();
    boolean isOpen = other.is(TypeId.UNKNOWN);
    boolean isInteger = other.is(TypeId.INT2) || other.is(TypeId.INT4) || other.is(TypeId.INT8);
    return switch (scalar.id()) {
      case INT2, INT4, INT8 -> {
        requireFit(isOpen || isInteger, column, offset);
        yield ScalarType.NUMERIC;
      }
      case NUMERIC -> {
        requireFit(isOpen || isInteger || other.is(TypeId.NUMERIC), column, offset);
        yield ScalarType.NUMERIC;
      }
      case FLOAT4, FLOAT8 -> {
        boolean isFloat = other.is(TypeId.FLOAT4) || other.is(TypeId.FLOAT8);
        requireFit(isOpen || isInteger || isFloat || other.is(TypeId.NUMERIC), column, offset);
        yield ScalarType.FLOAT8;
      }
      case DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> {
        requireFit(isOpen || other.is(TypeId.INTERVAL), column, offset);
        yield ScalarType.of(TypeId.INTERVAL);
      }
      default -> throw unsuitable("for column type " + column.displayName(), offset);
    };
  }

  private static void requireFit(boolean fits, SqlType column, Operand offset) {
    if (!fits) {
      throw unsuitable(
          "for column type %s and offset type %s"
              .formatted(column.displayName(), offset.type().displayName()),
          offset);
    }
  }

  private static DatabaseException unsuitable(String what, Operand offset) {
    return DatabaseException.at(
        offset.position(),
        SqlState.FEATURE_NOT_SUPPORTED,
        "RANGE with offset PRECEDING/FOLLOWING is not supported " + what);
  }
}
