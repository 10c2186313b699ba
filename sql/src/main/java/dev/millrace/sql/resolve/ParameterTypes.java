package dev.millrace.sql.resolve;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/// The types of `$1`, `$2`, …: given by the client or inferred from the first place that needs one.
/// Confined to the thread that binds the statement.
public final class ParameterTypes {

  /// As in the protocol, whose count is 16 bits.
  private static final int PARAMETERS_MAX = 65_535;

  private final List<SqlType> types;

  /// @param given types from the client, unknown where it leaves them open
  public ParameterTypes(List<SqlType> given) {
    this.types = new ArrayList<>(given);
  }

  /// The type so far, unknown if none.
  public SqlType of(int index) {
    if (index >= PARAMETERS_MAX) {
      throw new DatabaseException(
          SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + (index + 1));
    }
    while (types.size() <= index) {
      types.add(ScalarType.UNKNOWN);
    }
    return types.get(index);
  }

  /// Settles an open type.
  void infer(int index, SqlType type) {
    if (Types.isUnknown(of(index))) {
      types.set(index, type);
    }
  }

  /// All types; fails with 42P18 if one was never settled.
  public List<SqlType> settled() {
    for (int i = 0; i < types.size(); i++) {
      if (Types.isUnknown(types.get(i))) {
        throw new DatabaseException(
            SqlState.INDETERMINATE_DATATYPE,
            "could not determine data type of parameter $" + (i + 1));
      }
    }
    return List.copyOf(types);
  }
}
