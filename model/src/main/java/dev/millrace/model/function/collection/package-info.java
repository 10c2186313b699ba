/// Functions over arrays, lists, maps and records, and the set-returning functions. Subscripts and
/// comparisons with `ANY` and `ALL` are ordinary functions here that the binder calls:
/// `array_subscript`, `list_subscript`, `any_compare`, `all_compare`.
@NullMarked
package dev.millrace.model.function.collection;

import org.jspecify.annotations.NullMarked;
