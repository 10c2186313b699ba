/// One connection's session: [dev.millrace.sql.session.SqlSession] takes SQL text and messages of
/// the extended protocol, keeps variables, transaction, prepared statements and portals, and has
/// `sql.execute` do the statements. Nothing here knows how bytes travel.
@NullMarked
package dev.millrace.sql.session;

import org.jspecify.annotations.NullMarked;
