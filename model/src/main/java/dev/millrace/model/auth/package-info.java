/// What is kept of a password: [dev.millrace.model.auth.ScramVerifier], which the catalog stores
/// and the listeners check against. Exchanges with a client are the listeners'.
@NullMarked
package dev.millrace.model.auth;

import org.jspecify.annotations.NullMarked;
