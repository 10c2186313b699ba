package dev.millrace.model.function.cast;

import dev.millrace.model.codec.TypeModifier;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;

/// Casts of a type to itself: they apply the modifier of the call's result type.
public final class ModifierCasts {

  private ModifierCasts() {}

  @Sql({
    "numeric => numeric implicit",
    "interval => interval implicit",
    "timetz => timetz implicit",
    "varchar => varchar explicit",
    "bpchar => bpchar explicit"
  })
  public static Slice cast(CallTypes types, Slice value) {
    return (Slice) TypeModifier.cast(types.result(), value);
  }

  @Sql({"varchar => varchar assignment", "bpchar => bpchar assignment"})
  public static Slice assign(CallTypes types, Slice value) {
    return (Slice) TypeModifier.assign(types.result(), value);
  }

  @Sql({
    "time => time implicit",
    "timestamp => timestamp implicit",
    "timestamptz => timestamptz implicit"
  })
  public static long cast(CallTypes types, long value) {
    return (Long) TypeModifier.cast(types.result(), value);
  }
}
