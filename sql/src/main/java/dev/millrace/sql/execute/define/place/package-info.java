/// Where objects lie and what they are called: temporary objects of sessions, and the texts of
/// views after what they read was renamed. The statements are in `sql.execute.define`.
@NullMarked
package dev.millrace.sql.execute.define.place;

import org.jspecify.annotations.NullMarked;
