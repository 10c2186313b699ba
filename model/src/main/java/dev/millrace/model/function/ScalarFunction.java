package dev.millrace.model.function;

import dev.millrace.model.type.SqlType;
import java.lang.reflect.Method;
import java.util.List;

/// A resolved scalar function, operator or cast.
///
/// The method is public and static. Of a strict function (never called with NULL) it takes the
/// arguments' carriers (boolean, int, long, double, Slice) and returns the result's carrier, or the
/// boxed carrier if it may return NULL. Of a non-strict function it takes boxed carriers, null
/// being NULL. An `anyelement`-like or `"any"` argument is always boxed `Object`. A variadic
/// function's last parameter is an array (`Object[]`, or of the boxed carrier). Leading extra
/// parameters, in this order: `Environment` for kind CATALOG; [CallTypes] where the body needs the
/// call's types.
///
/// @param id unique and stable text, for example `lower(text)`: it is stored in plans
/// @param name lower-case SQL name or operator symbol
/// @param result may be polymorphic; the binder computes the call's type
public record ScalarFunction(
    String id,
    String name,
    FunctionKind kind,
    List<SqlType> arguments,
    boolean isVariadic,
    SqlType result,
    boolean isStrict,
    Volatility volatility,
    Method method) {

  public ScalarFunction {
    arguments = List.copyOf(arguments);
  }
}
