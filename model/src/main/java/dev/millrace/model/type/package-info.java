/// SQL types: [dev.millrace.model.type.SqlType] and its cases, with PostgreSQL's OIDs. Start at
/// `SqlType`, then [dev.millrace.model.type.TypeId]. How a value of a type is stored is
/// `model.value`; how it is written as text or bytes is `model.codec`.
@NullMarked
package dev.millrace.model.type;

import org.jspecify.annotations.NullMarked;
