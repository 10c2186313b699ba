/// Secrets at rest: [dev.millrace.sql.secret.SecretVault] encrypts what CREATE SECRET stores and
/// hands the plain bytes to connectors only.
@NullMarked
package dev.millrace.sql.secret;

import org.jspecify.annotations.NullMarked;
