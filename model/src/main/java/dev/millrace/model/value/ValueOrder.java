package dev.millrace.model.value;

import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's order (and equality: 0) over boxed values of one type. Inside arrays, lists and
/// records NULLs are equal to each other and come last.
public final class ValueOrder {

  private ValueOrder() {}

  /// Compares two values, neither of them null.
  public static int compare(SqlType type, Object left, Object right) {
    return switch (type) {
      case ScalarType s -> compareScalars(s, left, right);
      case ArrayType a -> compareArrays(a.element(), (Slice) left, (Slice) right);
      case ListType l -> compareLists(l.element(), (Slice) left, (Slice) right);
      case MapType m -> compareMaps(m.value(), (Slice) left, (Slice) right);
      case RecordType r -> compareRecords(r, (Slice) left, (Slice) right);
    };
  }

  /// As `compare`, with NULL last and equal to NULL.
  public static int compareNullable(SqlType type, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return left == right ? 0 : left == null ? 1 : -1;
    }
    return compare(type, left, right);
  }

  /// PostgreSQL's order of floats: -0 = 0, NaN is equal to itself and above everything.
  public static int compareDoubles(double left, double right) {
    if (left < right) {
      return -1;
    }
    if (left > right) {
      return 1;
    }
    return left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
  }

  private static int compareScalars(ScalarType type, Object left, Object right) {
    return switch (type.id()) {
      case OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE, XID ->
          Integer.compareUnsigned((Integer) left, (Integer) right);
      case UINT8, MZ_TIMESTAMP -> Long.compareUnsigned((Long) left, (Long) right);
      case NUMERIC -> Numeric.compare((Slice) left, (Slice) right);
      case INTERVAL -> Interval.of((Slice) left).compareTo(Interval.of((Slice) right));
      case JSONB -> dev.millrace.model.value.json.JsonOrder.compare((Slice) left, (Slice) right);
      default ->
          switch (type.carrier()) {
            case BOOLEAN -> Boolean.compare((Boolean) left, (Boolean) right);
            case INT -> Integer.compare((Integer) left, (Integer) right);
            case LONG -> Long.compare((Long) left, (Long) right);
            case DOUBLE -> compareDoubles((Double) left, (Double) right);
            case SLICE -> ((Slice) left).compareTo((Slice) right);
          };
    };
  }

  private static int compareArrays(SqlType element, Slice left, Slice right) {
    ArrayValue a = ArrayValue.of(element, left);
    ArrayValue b = ArrayValue.of(element, right);
    int order = compareElements(element, a.elements(), b.elements());
    if (order == 0) {
      order = Integer.compare(a.dimensions(), b.dimensions());
    }
    for (int i = 0; order == 0 && i < a.dimensions(); i++) {
      order = Integer.compare(a.lengths()[i], b.lengths()[i]);
      order = order != 0 ? order : Integer.compare(a.lowerBounds()[i], b.lowerBounds()[i]);
    }
    return order;
  }

  private static int compareLists(SqlType element, Slice left, Slice right) {
    return compareElements(
        element, ListValue.elements(element, left), ListValue.elements(element, right));
  }

  private static int compareElements(
      SqlType element, @Nullable Object[] left, @Nullable Object[] right) {
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = compareNullable(element, left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int compareMaps(SqlType value, Slice left, Slice right) {
    Iterator<Map.Entry<Slice, @Nullable Object>> a =
        MapValue.entries(value, left).entrySet().iterator();
    Iterator<Map.Entry<Slice, @Nullable Object>> b =
        MapValue.entries(value, right).entrySet().iterator();
    while (a.hasNext() && b.hasNext()) {
      Map.Entry<Slice, @Nullable Object> x = a.next();
      Map.Entry<Slice, @Nullable Object> y = b.next();
      int order = x.getKey().compareTo(y.getKey());
      order = order != 0 ? order : compareNullable(value, x.getValue(), y.getValue());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(a.hasNext(), b.hasNext());
  }

  private static int compareRecords(RecordType type, Slice left, Slice right) {
    @Nullable Object[] a = RecordValue.fields(type, left);
    @Nullable Object[] b = RecordValue.fields(type, right);
    for (int i = 0; i < a.length; i++) {
      int order = compareNullable(type.fields().get(i).type(), a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
