package dev.millrace.sql.port;

import dev.millrace.model.type.SqlType;

/// A column of a result.
///
/// @param tableOid the relation it comes from, or 0
/// @param attributeNumber its number in that relation, or 0
/// @param isBinary how its values are to be sent
public record ResultColumn(
    String name, SqlType type, int tableOid, int attributeNumber, boolean isBinary) {}
