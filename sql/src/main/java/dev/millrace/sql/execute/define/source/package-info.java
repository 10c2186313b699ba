/// Sources that change after they were created: what connectors have to say to it is asked before
/// the catalog is touched. CREATE SOURCE is in `sql.execute.define`.
@NullMarked
package dev.millrace.sql.execute.define.source;

import org.jspecify.annotations.NullMarked;
