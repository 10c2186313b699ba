/// Casts. One between different types changes the type and knows no modifier; one from a type to
/// itself applies the modifier of the call's result type (`numeric => numeric`): once for explicit
/// casts and once for assignments, which refuse to cut text. So `x::varchar(3)` of an int is two
/// casts in a row. Every type casts to text and back through `model.codec`.
@NullMarked
package dev.millrace.model.function.cast;

import org.jspecify.annotations.NullMarked;
