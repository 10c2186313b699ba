package dev.millrace.model.type;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// A built-in type and its modifier, packed as PostgreSQL packs `atttypmod` (numeric: `((p << 16) |
/// s) + 4`; varchar, char: `n + 4`; time types: the precision).
public record ScalarType(TypeId id, int typmod) implements SqlType {

  private static final Map<TypeId, ScalarType> PLAIN = new EnumMap<>(TypeId.class);

  static {
    for (TypeId id : TypeId.values()) {
      PLAIN.put(id, new ScalarType(id, -1));
    }
  }

  public static final ScalarType BOOL = of(TypeId.BOOL);
  public static final ScalarType INT2 = of(TypeId.INT2);
  public static final ScalarType INT4 = of(TypeId.INT4);
  public static final ScalarType INT8 = of(TypeId.INT8);
  public static final ScalarType FLOAT8 = of(TypeId.FLOAT8);
  public static final ScalarType NUMERIC = of(TypeId.NUMERIC);
  public static final ScalarType TEXT = of(TypeId.TEXT);
  public static final ScalarType BYTEA = of(TypeId.BYTEA);
  public static final ScalarType TIMESTAMP = of(TypeId.TIMESTAMP);
  public static final ScalarType TIMESTAMPTZ = of(TypeId.TIMESTAMPTZ);
  public static final ScalarType JSONB = of(TypeId.JSONB);
  public static final ScalarType OID = of(TypeId.OID);
  public static final ScalarType MZ_TIMESTAMP = of(TypeId.MZ_TIMESTAMP);
  public static final ScalarType UNKNOWN = of(TypeId.UNKNOWN);

  public ScalarType {
    Objects.requireNonNull(id);
  }

  /// The type without a modifier.
  public static ScalarType of(TypeId id) {
    return Objects.requireNonNull(PLAIN.get(id));
  }

  @Override
  public int oid() {
    return id.oid();
  }

  @Override
  public int length() {
    return id.length();
  }

  @Override
  public Carrier carrier() {
    return id.carrier();
  }

  @Override
  public TypeCategory category() {
    return id.category();
  }

  /// Declared scale of a `numeric(p,s)`, or -1.
  public int numericScale() {
    return id == TypeId.NUMERIC && typmod >= 4 ? ((typmod - 4) & 0x7ff) : -1;
  }

  /// Declared precision of a `numeric(p,s)`, or -1.
  public int numericPrecision() {
    return id == TypeId.NUMERIC && typmod >= 4 ? ((typmod - 4) >>> 16) & 0xffff : -1;
  }

  @Override
  public String displayName() {
    if (typmod == -1) {
      return id.displayName();
    }
    return switch (id) {
      case NUMERIC -> "numeric(" + numericPrecision() + "," + numericScale() + ")";
      case VARCHAR, BPCHAR -> id.displayName() + "(" + (typmod - 4) + ")";
      case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ -> {
        int space = id.displayName().indexOf(' ');
        String name = id.displayName();
        yield name.substring(0, space) + "(" + typmod + ")" + name.substring(space);
      }
      default -> id.displayName();
    };
  }

  @Override
  public String toString() {
    return displayName();
  }
}
