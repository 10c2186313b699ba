package dev.millrace.model.function.collection;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.TableFunction.RowSink;
import dev.millrace.model.function.math.NumericMath;
import dev.millrace.model.function.time.TimestampMath;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;

/// The rows of generate_series.
final class Series {

  private Series() {}

  static void ofInts(int from, int to, int step, RowSink out) {
    checkStep(step == 0);
    for (long i = from; step > 0 ? i <= to : i >= to; i += step) {
      if (!out.row((int) i)) {
        return;
      }
    }
  }

  static void ofLongs(long from, long to, long step, RowSink out) {
    checkStep(step == 0);
    long i = from;
    while (step > 0 ? i <= to : i >= to) {
      if (!out.row(i)) {
        return;
      }
      long next = i + step;
      if (((i ^ next) & (step ^ next)) < 0) {
        return; // past the last long
      }
      i = next;
    }
  }

  static void ofNumerics(Slice from, Slice to, Slice step, RowSink out) {
    if (!Numeric.isFinite(from) || !Numeric.isFinite(to) || !Numeric.isFinite(step)) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          "start, stop and step values of a series must be finite");
    }
    int sign = Numeric.signum(step);
    checkStep(sign == 0);
    for (Slice i = from; Numeric.compare(i, to) * sign <= 0; i = NumericMath.add(i, step)) {
      if (!out.row(i)) {
        return;
      }
    }
  }

  static void ofInstants(long from, long to, Slice step, RowSink out) {
    int sign = Interval.of(step).compareTo(Interval.ZERO);
    checkStep(sign == 0);
    long next = from;
    while (sign > 0 ? next <= to : next >= to) {
      if (!out.row(next)) {
        return;
      }
      next = TimestampMath.addToInstant(next, step);
    }
  }

  static void ofTimestamps(long from, long to, Slice step, RowSink out) {
    int sign = Interval.of(step).compareTo(Interval.ZERO);
    checkStep(sign == 0);
    for (long i = from; sign > 0 ? i <= to : i >= to; i = TimestampMath.add(i, step)) {
      if (!out.row(i)) {
        return;
      }
    }
  }

  private static void checkStep(boolean isZero) {
    if (isZero) {
      throw new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, "step size cannot equal zero");
    }
  }
}
