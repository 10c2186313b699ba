package dev.millrace.sql.catalog;

/// A database: a set of schemas.
public record Database(long id, int oid, String name, long ownerId) {}
