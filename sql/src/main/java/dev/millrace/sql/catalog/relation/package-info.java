/// The relations of `pg_catalog`, `information_schema`, `mz_catalog` and `mz_internal`, made row by
/// row from the catalog's state when a query reads them, and the functions over the catalog that
/// such queries call. Start at [dev.millrace.sql.catalog.relation.SystemRelations]; one file per
/// family of relations says their columns and rows.
@NullMarked
package dev.millrace.sql.catalog.relation;

import org.jspecify.annotations.NullMarked;
