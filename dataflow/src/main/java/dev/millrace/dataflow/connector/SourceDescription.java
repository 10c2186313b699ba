package dev.millrace.dataflow.connector;

import dev.millrace.dataflow.port.Action;
import dev.millrace.model.type.SqlType;
import java.util.List;

/// What a source produces.
///
/// @param spec as to be stored: the given one with what was looked up
public record SourceDescription(SourceSpec spec, List<Output> outputs) {

  /// What an output is for.
  public enum Role {
    /// The relation the CREATE SOURCE names.
    MAIN,
    /// A further relation named in the catalog by its own name (load generators' tables).
    SUBSOURCE,
    /// `<source>_dead_letters`: records that could not be used.
    DEAD_LETTERS
  }

  /// A column of an output.
  public record OutputColumn(String name, SqlType type, boolean isNullable) {}

  /// A relation the source feeds. `name` is its own name for SUBSOURCE, else empty.
  public record Output(
      Role role,
      String name,
      List<OutputColumn> columns,
      Action.Keeping keeping,
      List<Integer> key) {
    public Output {
      columns = List.copyOf(columns);
      key = List.copyOf(key);
    }
  }

  public SourceDescription {
    outputs = List.copyOf(outputs);
  }
}
