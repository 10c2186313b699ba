package dev.millrace.model.function.collection;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.CastFunction;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.Slice;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Casts between collections, element by element with the cast of their elements.
public final class Elementwise {

  private Elementwise() {}

  @Sql("anyarray => anyarray explicit")
  public static Slice castArray(CallTypes types, Slice stored) {
    SqlType from = ((ArrayType) types.arguments().getFirst()).element();
    SqlType to = ((ArrayType) types.result()).element();
    ArrayValue array = ArrayValue.of(from, stored);
    return new ArrayValue(array.lengths(), array.lowerBounds(), castAll(from, to, array.elements()))
        .toSlice();
  }

  @Sql("list => list explicit")
  public static Slice castList(CallTypes types, Slice stored) {
    SqlType from = ((ListType) types.arguments().getFirst()).element();
    SqlType to = ((ListType) types.result()).element();
    return ListValue.of(castAll(from, to, ListValue.elements(from, stored)));
  }

  @Sql("anyarray => list explicit")
  public static Slice castArrayToList(CallTypes types, Slice stored) {
    SqlType from = ((ArrayType) types.arguments().getFirst()).element();
    SqlType to = ((ListType) types.result()).element();
    ArrayValue array = ArrayValue.of(from, stored);
    if (array.dimensions() > 1) {
      throw DatabaseException.notSupported("casting multi-dimensional arrays to lists", 0);
    }
    return ListValue.of(castAll(from, to, array.elements()));
  }

  @Sql("list => anyarray explicit")
  public static Slice castListToArray(CallTypes types, Slice stored) {
    SqlType from = ((ListType) types.arguments().getFirst()).element();
    SqlType to = ((ArrayType) types.result()).element();
    return ArrayValue.stored(castAll(from, to, ListValue.elements(from, stored)));
  }

  @Sql("map => map explicit")
  public static Slice castMap(CallTypes types, Slice stored) {
    SqlType from = ((MapType) types.arguments().getFirst()).value();
    SqlType to = ((MapType) types.result()).value();
    TreeMap<Slice, @Nullable Object> entries = new TreeMap<>(MapValue.entries(from, stored));
    entries.replaceAll((key, value) -> value == null ? null : cast(from, to, value));
    return MapValue.of(entries);
  }

  @Sql("int2vector|oidvector => anyarray explicit")
  public static Slice castVector(CallTypes types, Slice stored) {
    boolean isOids = types.arguments().getFirst().is(TypeId.OIDVECTOR);
    SqlType from = ScalarType.of(isOids ? TypeId.OID : TypeId.INT2);
    return castArray(new CallTypes(List.of(new ArrayType(from)), types.result()), stored);
  }

  private static @Nullable Object[] castAll(SqlType from, SqlType to, @Nullable Object[] elements) {
    @Nullable Object[] cast = new Object[elements.length];
    for (int i = 0; i < cast.length; i++) {
      Object element = elements[i];
      cast[i] = element == null ? null : cast(from, to, element);
    }
    return cast;
  }

  /// Casts one value as `value::to` would; by way of text where there is no cast.
  public static @Nullable Object cast(SqlType from, SqlType to, Object value) {
    Object result = value;
    if (!from.withoutModifier().equals(to.withoutModifier())) {
      CastFunction cast = find(from, to);
      result =
          cast == null
              ? TextFormat.parse(to.withoutModifier(), TextFormat.text(from, value))
              : invoke(cast.function(), new CallTypes(List.of(from), to), value);
    }
    return result == null ? null : dev.millrace.model.codec.TypeModifier.cast(to, result);
  }

  private static @Nullable CastFunction find(SqlType from, SqlType to) {
    SqlType source = pattern(from);
    SqlType target = pattern(to);
    for (CastFunction cast : FunctionRegistry.standard().casts()) {
      if (cast.from().equals(source) && cast.to().equals(target)) {
        return cast;
      }
    }
    return null;
  }

  /// The type under which casts of a type are listed.
  private static SqlType pattern(SqlType type) {
    return switch (type) {
      case ScalarType s -> s.withoutModifier();
      case ArrayType _ -> ScalarType.of(TypeId.ANYARRAY);
      case ListType _ -> ScalarType.of(TypeId.LISTANY);
      case MapType _ -> ScalarType.of(TypeId.MAPANY);
      case dev.millrace.model.type.RecordType _ -> ScalarType.of(TypeId.RECORD);
    };
  }

  private static @Nullable Object invoke(ScalarFunction cast, CallTypes types, Object value) {
    boolean wantsTypes = cast.method().getParameterTypes()[0] == CallTypes.class;
    try {
      return wantsTypes
          ? cast.method().invoke(null, types, value)
          : cast.method().invoke(null, value);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof DatabaseException failure) {
        throw failure;
      }
      throw new IllegalStateException(cast.id(), e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(cast.id(), e);
    }
  }
}
