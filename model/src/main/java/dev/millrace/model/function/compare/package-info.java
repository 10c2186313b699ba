/// The bodies of `= <> < <= > >=`, one class per kind of value. The order itself is
/// [dev.millrace.model.value.ValueOrder]'s.
@NullMarked
package dev.millrace.model.function.compare;

import org.jspecify.annotations.NullMarked;
