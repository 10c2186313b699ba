/// Who may connect: [dev.millrace.pgwire.auth.Authenticator] decides per user and address,
/// [dev.millrace.pgwire.auth.ScramExchange] proves a password by SCRAM-SHA-256 (RFC 5802, 7677).
@NullMarked
package dev.millrace.pgwire.auth;

import org.jspecify.annotations.NullMarked;
