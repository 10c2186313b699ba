package dev.millrace.sql.execute;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Binder;
import dev.millrace.sql.bind.Bound;
import dev.millrace.sql.bind.Origin;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.port.ResultColumn;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One statement's dealings with the binder: what names mean to it, what session functions it asked
/// for, and small things done to plans afterwards. Confined to one statement.
public final class Binding {

  private final Frame frame;
  private final CatalogRelations relations;
  private final SessionFunctions functions;

  private Binding(Frame frame, CatalogRelations relations) {
    this.frame = frame;
    this.relations = relations;
    this.functions = new SessionFunctions(frame);
  }

  /// In the session's search path, in the frame's version of the catalog.
  public static Binding of(Frame frame) {
    return new Binding(frame, CatalogRelations.of(frame.names()));
  }

  /// With names as given.
  public static Binding of(Frame frame, CatalogRelations relations) {
    return new Binding(frame, relations);
  }

  public Frame frame() {
    return frame;
  }

  public CatalogRelations relations() {
    return relations;
  }

  public Binder binder() {
    return frame.instance().binder();
  }

  /// True if the result is good for this moment only.
  public boolean isMomentary() {
    return functions.wasAsked();
  }

  /// What to bind with.
  public Binder.Request request(BindMode mode, List<@Nullable SqlType> declared) {
    return new Binder.Request(
        relations,
        functions,
        mode,
        declared.stream().map(t -> t == null ? ScalarType.UNKNOWN : t).toList());
  }

  /// What to bind with where no parameters are.
  public Binder.Request request(BindMode mode) {
    return request(mode, List.of());
  }

  /// The columns of a bound query as the client is told of them.
  public static List<ResultColumn> columns(List<Bound.OutputColumn> columns) {
    return columns.stream().map(Binding::column).toList();
  }

  private static ResultColumn column(Bound.OutputColumn column) {
    Origin origin = column.origin();
    return new ResultColumn(
        column.name(), column.type(), origin.relation(), origin.attribute(), false);
  }

  /// The plan with values in place of parameters.
  public static Plan withParameters(Plan plan, List<@Nullable Object> values) {
    if (values.isEmpty()) {
      return plan;
    }
    return PlanTrees.rewrite(
        plan, node -> PlanTrees.mapScalars(node, s -> withParameters(s, values)));
  }

  /// The expression with values in place of parameters.
  public static Scalar withParameters(Scalar scalar, List<@Nullable Object> values) {
    return ScalarTrees.rewrite(
        scalar,
        s ->
            s instanceof Scalar.Parameter(int index, SqlType type)
                ? new Scalar.Literal(values.get(index), type)
                : s);
  }

  /// The collections a plan reads itself.
  public static Set<CollectionId> gets(Plan plan) {
    Set<CollectionId> reads = new TreeSet<>(Comparator.comparingLong(CollectionId::number));
    for (Plan node : PlanTrees.inOrder(plan)) {
      switch (node) {
        case Plan.Get get -> reads.add(get.id());
        case Plan.IndexLookup lookup -> reads.add(lookup.index());
        default -> {}
      }
    }
    return reads;
  }

  /// The collections a plan reads, and those that what it reads is kept up to date from.
  public static Set<CollectionId> reads(Plan plan, CatalogState state) {
    Set<CollectionId> reads = new TreeSet<>(Comparator.comparingLong(CollectionId::number));
    Deque<CollectionId> left = new ArrayDeque<>(gets(plan));
    while (!left.isEmpty()) {
      CollectionId next = left.pop();
      Item item = state.item(next.number());
      if (reads.add(next) && item != null) {
        item.uses().forEach(used -> left.push(new CollectionId(used)));
      }
    }
    return reads;
  }
}
