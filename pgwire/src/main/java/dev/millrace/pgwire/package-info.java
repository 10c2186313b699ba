/// PostgreSQL's frontend/backend protocol 3.0 over Netty. Start at
/// [dev.millrace.pgwire.PgWireServer]; one [dev.millrace.pgwire.Connection] lives on a virtual
/// thread of its own and talks to a [dev.millrace.pgwire.Session], which this room knows as an
/// interface only. No SQL is understood here.
@NullMarked
package dev.millrace.pgwire;

import org.jspecify.annotations.NullMarked;
