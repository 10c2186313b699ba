/// What exists: databases, schemas, relations, indexes, connections, secrets, clusters and roles,
/// as one immutable [dev.millrace.sql.catalog.CatalogState] per version. Start there, then
/// [dev.millrace.sql.catalog.Catalog], which keeps the current version and makes changes durable.
/// The relations of `pg_catalog` and its kin are in the sub-package `relation`; resolving what a
/// statement wants to change is `sql.execute`.
@NullMarked
package dev.millrace.sql.catalog;

import org.jspecify.annotations.NullMarked;
