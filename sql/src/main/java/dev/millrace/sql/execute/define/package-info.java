/// Statements that change the catalog: CREATE, ALTER, DROP, COMMENT. Start at
/// [dev.millrace.sql.execute.define.Definers]; each plans its change inside the catalog's own order
/// of changes. Also what the engine has to set up again after a restart.
@NullMarked
package dev.millrace.sql.execute.define;

import org.jspecify.annotations.NullMarked;
