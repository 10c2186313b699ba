/// Between the wire and SQL: [dev.millrace.server.session.WireSession] lets a connection of
/// `pgwire` speak to a session of `sql`. The two rooms do not know each other, so their
/// vocabularies meet here, one to one. Nothing is decided here.
@NullMarked
package dev.millrace.server.session;

import org.jspecify.annotations.NullMarked;
