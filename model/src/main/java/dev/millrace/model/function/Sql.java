package dev.millrace.model.function;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares that a public static method is the body of SQL functions, operators or casts. One line
/// per entry, read by [Signatures]:
///
/// - function: `lower(text) -> text`, `concat(variadic any) -> text`
/// - operator: `+(int4, int4) -> int4`, `-(int4) -> int4`
/// - cast: `int2|int4 => int8 implicit` (or `assignment`, `explicit`)
///
/// `anyrange` stands for every range type in turn, `rangebound` for the type of its bounds.
///
/// A type may be written as alternatives, `int2|int4`; the entry then stands for every combination.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Sql {

  /// The entries.
  String[] value();

  /// False if the method wants to be called with NULLs.
  boolean strict() default true;

  /// When the function may be evaluated.
  Volatility volatility() default Volatility.IMMUTABLE;
}
