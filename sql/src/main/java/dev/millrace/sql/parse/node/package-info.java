/// The nodes that PostgreSQL's and Materialize's expressions need and Calcite's library does not
/// have, and [Shapes], which names every operator the grammar produces. Immutable apart from what
/// they inherit; made by the grammar, read by the binder. No name resolution happens here.
@NullMarked
package dev.millrace.sql.parse.node;

import org.jspecify.annotations.NullMarked;
