package dev.millrace.sql.execute;

import dev.millrace.sql.catalog.Catalog;

/// What one statement of a longer transaction does to the catalog when that commits.
///
/// @param afterCommit what is done outside of the engine once it is durable
record Definition(Catalog.Draft draft, Runnable afterCommit) {}
