/// The protocol's messages as bytes: [dev.millrace.pgwire.message.FrontendMessage] and its decoder,
/// [dev.millrace.pgwire.message.BackendWriter] for the other way. Layouts as PostgreSQL's "Message
/// Formats" chapter gives them. No session logic.
@NullMarked
package dev.millrace.pgwire.message;

import org.jspecify.annotations.NullMarked;
