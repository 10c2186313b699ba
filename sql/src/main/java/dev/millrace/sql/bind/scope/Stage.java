package dev.millrace.sql.bind.scope;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.function.TableFunction;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.node.WindowNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where in the evaluation of a query an expression stands, and what its binding asks to be joined
/// in before it can be evaluated: sub-queries, set-returning functions, aggregates.
public final class Stage {

  /// A sub-query, to be joined to the rows of the stage.
  public record Hoist(JoinKind kind, Rel right, List<Scalar> on) {}

  /// A set-returning function in an expression.
  public record Expansion(
      TableFunction function, List<Scalar> arguments, List<ColumnRef> results) {}

  private final List<WindowCall> windows = new ArrayList<>();
  private final List<GroupingCall> groupings = new ArrayList<>();
  private final Map<String, WindowNode> namedWindows = new HashMap<>();
  private final String clause;
  private final @Nullable Stage arguments;
  private final boolean allowsExpansions;
  private final List<Hoist> hoists = new ArrayList<>();
  private final List<AggregateBinding> aggregates = new ArrayList<>();
  private final List<Expansion> expansions = new ArrayList<>();

  private Stage(String clause, @Nullable Stage arguments, boolean allowsExpansions) {
    this.clause = clause;
    this.arguments = arguments;
    this.allowsExpansions = allowsExpansions;
  }

  /// A stage without aggregates and set-returning functions.
  ///
  /// @param clause as messages call it, for example `WHERE`
  public static Stage rows(String clause) {
    return new Stage(clause, null, false);
  }

  /// A stage before grouping that may hold set-returning functions.
  public static Stage expanding(String clause) {
    return new Stage(clause, null, true);
  }

  /// The stage of select list, HAVING and ORDER BY.
  ///
  /// @param arguments the stage in which aggregates' arguments are evaluated
  public static Stage results(Stage arguments) {
    return new Stage("SELECT", arguments, true);
  }

  /// Calls of GROUPING.
  public List<GroupingCall> groupings() {
    return groupings;
  }

  /// Window functions asked for.
  public List<WindowCall> windows() {
    return windows;
  }

  /// The windows of the WINDOW clause.
  public Map<String, WindowNode> namedWindows() {
    return namedWindows;
  }

  /// The clause as messages call it.
  public String clause() {
    return clause;
  }

  /// Where aggregates' arguments are evaluated; null where aggregates are not allowed.
  public @Nullable Stage arguments() {
    return arguments;
  }

  /// True if set-returning functions may stand here.
  public boolean allowsExpansions() {
    return allowsExpansions;
  }

  /// Sub-queries asked for.
  public List<Hoist> hoists() {
    return hoists;
  }

  /// The columns of sub-queries that the values use.
  public List<ColumnRef> hoisted(List<Scalar> values) {
    Set<Integer> used = new HashSet<>();
    values.forEach(v -> Scalars.collectColumns(v, used));
    return hoists.stream()
        .flatMap(h -> h.right().columns().stream())
        .filter(c -> used.contains(c.index()))
        .toList();
  }

  /// Aggregates asked for.
  public List<AggregateBinding> aggregates() {
    return aggregates;
  }

  /// Set-returning functions asked for.
  public List<Expansion> expansions() {
    return expansions;
  }

  /// The rows with everything the stage asked for joined in, in the order of asking; the requests
  /// are forgotten.
  public Rel applyHoists(Rel rel) {
    Rel all = rel;
    for (Hoist hoist : hoists) {
      all = new Rel.Apply(hoist.kind(), all, hoist.right(), hoist.on());
    }
    hoists.clear();
    return all;
  }
}
