/// PostgreSQL's protocol version 3 over Netty: framing, messages, authentication.
/// It knows a session as an interface and never what answers it.
@NullMarked
package dev.millrace.pgwire;

import org.jspecify.annotations.NullMarked;
