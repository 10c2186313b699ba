package dev.millrace.sql.bind.query;

import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.List;

/// The types that untyped literals among a query's columns shall have, by position: those of the
/// other side of a UNION, or of the columns that INSERT writes to. Text where nothing is wanted.
public record Wanted(List<SqlType> types) {

  public static final Wanted NOTHING = new Wanted(List.of());

  public Wanted {
    types = List.copyOf(types);
  }

  public SqlType at(int column) {
    return column < types.size() ? types.get(column) : ScalarType.TEXT;
  }
}
