/// Functions whose answer only the catalog or the session knows: each asks the
/// [dev.millrace.model.function.Environment] under its own SQL name. `RegistrationCasts` are the
/// casts between text and the reg* types.
@NullMarked
package dev.millrace.model.function.system;

import org.jspecify.annotations.NullMarked;
