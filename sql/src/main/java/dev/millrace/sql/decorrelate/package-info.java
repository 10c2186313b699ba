/// Turns dependent joins into plain ones: start at [dev.millrace.sql.decorrelate.Decorrelator].
/// What can be lifted is lifted; the rest is evaluated once for each distinct combination of the
/// outer columns it uses (Neumann and Kemper, "Unnesting arbitrary queries", BTW 2015). Afterwards
/// no [dev.millrace.sql.logical.Rel.Apply] is left. Why not Calcite: docs/decisions/0002-binder.md.
@NullMarked
package dev.millrace.sql.decorrelate;

import org.jspecify.annotations.NullMarked;
