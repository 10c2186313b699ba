package dev.millrace.sql.resolve;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CastFunction.CastContext;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one type of several expressions that stand in one place: the branches of CASE, the columns
/// of UNION and VALUES, the elements of ARRAY.
final class CommonType {

  private CommonType() {}

  /// @param construct what the message calls it, for example `CASE`
  static SqlType of(Casts casts, List<SqlType> types, String construct, int position) {
    SqlType first = types.getFirst();
    if (!Types.isUnknown(first) && types.stream().allMatch(first::equals)) {
      return first;
    }
    @Nullable SqlType chosen = null;
    for (SqlType type : types) {
      if (Types.isUnknown(type)) {
        continue;
      }
      SqlType base = Types.base(type);
      if (chosen == null) {
        chosen = base;
      } else if (!chosen.equals(base)) {
        if (chosen.category() != base.category()) {
          throw mismatch(chosen, base, construct, position);
        }
        chosen = wider(casts, chosen, base);
      }
    }
    return chosen == null ? ScalarType.TEXT : chosen;
  }

  /// Of two types of one category the one that the other goes to by itself.
  static SqlType wider(Casts casts, SqlType chosen, SqlType other) {
    if (!Types.isPreferred(chosen)
        && casts.allows(chosen, other, CastContext.IMPLICIT)
        && !casts.allows(other, chosen, CastContext.IMPLICIT)) {
      return other;
    }
    return chosen;
  }

  static DatabaseException mismatch(SqlType left, SqlType right, String construct, int position) {
    return DatabaseException.at(
        position,
        SqlState.DATATYPE_MISMATCH,
        construct
            + " types "
            + left.displayName()
            + " and "
            + right.displayName()
            + " cannot be matched");
  }
}
