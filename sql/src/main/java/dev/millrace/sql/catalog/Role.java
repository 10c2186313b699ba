package dev.millrace.sql.catalog;

/// Who owns and uses objects. Every role may do everything for now.
public record Role(long id, int oid, String name, boolean isSuperuser, boolean canLogin) {}
