package dev.millrace.sql.bind.write;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.sql.bind.BoundMerge.Act;
import dev.millrace.sql.bind.BoundMerge.Branch;
import dev.millrace.sql.bind.InsertColumn;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.query.FromBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.resolve.Resolver;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.DataStatement.Merge;
import dev.millrace.sql.statement.DataStatement.MergeAction;
import dev.millrace.sql.statement.DataStatement.MergeBranch;
import dev.millrace.sql.statement.DataStatement.Overriding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/// Binds MERGE: pairs rows of the source with the different rows of the table, counted, and binds
/// what is done with each pair.
public final class MergeBinder {

  private final BindContext context;
  private final Merge merge;
  private final Function<Overriding, List<InsertColumn>> columns;

  /// @param columns all columns of the table, as INSERT and UPDATE want them
  public MergeBinder(
      BindContext context, Merge merge, Function<Overriding, List<InsertColumn>> columns) {
    this.context = context;
    this.merge = merge;
    this.columns = columns;
  }

  /// The pairs, and what is done with them.
  public record Result(BoundQuery pairs, List<Branch> branches) {}

  public Result bind() {
    WriteBinder.Target target = new WriteBinder(context).target(merge.table(), merge.alias());
    Resolver.Resolved<AggregateFunction> count =
        context.resolver().aggregate("count", List.of(), 0);
    ColumnRef copies = context.columns().fresh(count.columns().getFirst());
    Rel counted =
        new Rel.Aggregate(
            target.rel(),
            target.columns(),
            List.of(
                new AggregateBinding(copies, count.function(), List.of(), false, null, List.of())));
    FromItem source = new FromBinder(context, null).bind(merge.source(), null);
    FromItem there = target.item().over(counted);
    Stage on = Stage.rows("JOIN conditions");
    FromItem both =
        there.with(source, new Rel.Join(JoinKind.INNER, counted, source.rel(), List.of()));
    Scalar condition =
        new ExpressionBinder(context, new Scope(null, both), on).condition(merge.on(), "JOIN/ON");
    Rel pairs =
        on.hoists().isEmpty()
            ? new Rel.Join(JoinKind.LEFT, source.rel(), counted, List.of(condition))
            : new FromBinder(context, null)
                .join(
                    JoinKind.LEFT,
                    source.rel(),
                    Rels.filter(on.applyHoists(counted), List.of(condition)),
                    List.of());
    List<Output> outputs = new ArrayList<>(target.outputs());
    outputs.add(new Output("", copies));
    source.rel().columns().forEach(c -> outputs.add(new Output("", c)));
    Stage when = Stage.rows("MERGE WHEN conditions");
    List<Branch> branches = new ArrayList<>();
    boolean[] isClosed = new boolean[2];
    for (MergeBranch branch : merge.branches()) {
      int side = branch.isMatched() ? 1 : 0;
      if (isClosed[side]) {
        throw new DatabaseException(
            SqlState.SYNTAX_ERROR,
            "unreachable WHEN clause specified after unconditional WHEN clause");
      }
      isClosed[side] = branch.condition() == null;
      branches.add(branch(branch, target, branch.isMatched() ? both : source, when));
    }
    List<Scalar> used = branches.stream().flatMap(b -> scalars(b).stream()).toList();
    when.hoisted(used).forEach(c -> outputs.add(new Output("", c)));
    Map<Integer, Scalar> positions =
        WriteBinder.positions(outputs.stream().map(Output::column).toList(), 0);
    return new Result(
        BoundQuery.of(when.applyHoists(pairs), outputs),
        branches.stream().map(b -> placed(b, positions)).toList());
  }

  private Branch branch(
      MergeBranch branch, WriteBinder.Target target, FromItem visible, Stage stage) {
    ExpressionBinder binder = new ExpressionBinder(context, new Scope(null, visible), stage);
    SqlNode when = branch.condition();
    Scalar condition = when == null ? null : binder.condition(when, "WHEN");
    Act act =
        switch (branch.action()) {
          case MergeAction.Nothing _ -> new Act.Nothing();
          case MergeAction.Delete _ -> new Act.Delete();
          case MergeAction.Update(var assignments) -> {
            Map<String, Scalar> values =
                new Assignments(binder, merge.table(), columns.apply(Overriding.NOTHING))
                    .bind(assignments);
            List<Scalar> all = new ArrayList<>();
            for (ColumnRef column : target.columns()) {
              all.add(values.getOrDefault(String.valueOf(target.name(column)), column));
            }
            yield new Act.Update(all);
          }
          case MergeAction.Insert insert -> new Act.Insert(insert(insert, binder));
        };
    return new Branch(branch.isMatched(), condition, act);
  }

  /// The values of a row, column by column of the table.
  private List<Scalar> insert(MergeAction.Insert insert, ExpressionBinder binder) {
    List<InsertColumn> all = columns.apply(insert.overriding());
    List<Integer> order = new ArrayList<>();
    for (ColumnName name : insert.columns()) {
      order.add(position(name, all));
    }
    for (int i = 0; i < all.size(); i++) {
      if (!order.contains(i)) {
        order.add(i);
      }
    }
    int given = insert.columns().isEmpty() ? all.size() : insert.columns().size();
    SqlNodeList values = insert.values();
    List<SqlNode> nodes = values == null ? List.of() : values.getList();
    if (nodes.size() > given) {
      throw DatabaseException.at(
          dev.millrace.sql.bind.scope.Nodes.position(nodes.get(given)),
          SqlState.SYNTAX_ERROR,
          "INSERT has more expressions than target columns");
    }
    if (values != null && !insert.columns().isEmpty() && nodes.size() < given) {
      throw DatabaseException.at(
          insert.columns().get(nodes.size()).position(),
          SqlState.SYNTAX_ERROR,
          "INSERT has more target columns than expressions");
    }
    List<InsertColumn> targets = order.stream().map(all::get).toList();
    List<Scalar> row = new WriteBinder(context).row(nodes, targets, binder);
    List<Scalar> result = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      result.add(row.get(order.indexOf(i)));
    }
    return result;
  }

  private int position(ColumnName name, List<InsertColumn> all) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(name.name())) {
        return i;
      }
    }
    throw DatabaseException.at(
        name.position(),
        SqlState.UNDEFINED_COLUMN,
        "column \""
            + name.name()
            + "\" of relation \""
            + merge.table().last()
            + "\" does not exist");
  }

  private static List<Scalar> scalars(Branch branch) {
    List<Scalar> all =
        new ArrayList<>(
            switch (branch.act()) {
              case Act.Nothing _, Act.Delete _ -> List.<Scalar>of();
              case Act.Update(var values) -> values;
              case Act.Insert(var values) -> values;
            });
    if (branch.condition() != null) {
      all.add(branch.condition());
    }
    return all;
  }

  /// The branch over the positions of the pairs' columns.
  private static Branch placed(Branch branch, Map<Integer, Scalar> positions) {
    Act act =
        switch (branch.act()) {
          case Act.Nothing nothing -> nothing;
          case Act.Delete delete -> delete;
          case Act.Update(var values) -> new Act.Update(placed(values, positions));
          case Act.Insert(var values) -> new Act.Insert(placed(values, positions));
        };
    Scalar condition = branch.condition();
    return new Branch(
        branch.isMatched(),
        condition == null ? null : Scalars.substitute(condition, positions),
        act);
  }

  private static List<Scalar> placed(List<Scalar> values, Map<Integer, Scalar> positions) {
    return values.stream().map(v -> Scalars.substitute(v, positions)).toList();
  }
}
