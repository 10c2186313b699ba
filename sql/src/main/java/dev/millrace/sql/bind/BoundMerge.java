package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.type.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A bound MERGE. The plan pairs rows of the source with rows of the table: all columns of the
/// table's row, how many such rows there are, then what the source gives; of a row without a match
/// only the last is not NULL. Expressions are over these positions.
public record BoundMerge(Plan plan, List<SqlType> parameters, List<Branch> branches) {
  public BoundMerge {
    parameters = List.copyOf(parameters);
    branches = List.copyOf(branches);
  }

  /// WHEN [NOT] MATCHED.
  ///
  /// @param condition null without AND
  public record Branch(boolean isMatched, @Nullable Scalar condition, Act act) {}

  /// What is done with a pair.
  public sealed interface Act {
    /// Nothing.
    record Nothing() implements Act {}

    /// The table's row goes out.
    record Delete() implements Act {}

    /// The table's row is replaced by these values.
    record Update(List<Scalar> values) implements Act {
      public Update {
        values = List.copyOf(values);
      }
    }

    /// A row of these values goes in.
    record Insert(List<Scalar> values) implements Act {
      public Insert {
        values = List.copyOf(values);
      }
    }
  }
}
