/// jsonb: operators, functions, casts and the conversion of any value. Access to members works on
/// the stored text; whatever changes a value takes it apart first.
@NullMarked
package dev.millrace.model.function.json;

import org.jspecify.annotations.NullMarked;
