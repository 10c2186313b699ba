/// The one failure a user can see, and the SQLSTATE codes it carries. Start at [DatabaseException].
/// Bugs do not belong here: they are assertions or `IllegalStateException` and leave the server as
/// `XX000`.
@NullMarked
package dev.millrace.model.error;

import org.jspecify.annotations.NullMarked;
