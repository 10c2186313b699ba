/// Who may connect: [dev.millrace.server.access.Access] is what the operator chose,
/// [dev.millrace.server.access.StoredUsers] asks for the passwords that roles have. How a password
/// is proven is the wire's.
@NullMarked
package dev.millrace.server.access;

import org.jspecify.annotations.NullMarked;
