package dev.millrace.sql.logical;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.SetOperator;
import dev.millrace.model.function.TableFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A logical operator: a multiset of rows with named columns. A column is in exactly one operator
/// born and passes through all operators above that do not drop it; numbers are never reused within
/// a statement. Immutable; rewritten by one `switch` each.
public sealed interface Rel {

  /// The columns of the result; their order is of no meaning.
  List<ColumnRef> columns();

  /// The direct inputs, left to right.
  List<Rel> inputs();

  /// Literal rows.
  record Rows(List<List<@Nullable Object>> rows, List<ColumnRef> columns) implements Rel {
    public Rows {
      rows = List.copyOf(rows);
      columns = List.copyOf(columns);
    }

    /// One row without columns: what SELECT without FROM reads.
    public static Rows unit() {
      return new Rows(List.of(List.of()), List.of());
    }

    @Override
    public List<Rel> inputs() {
      return List.of();
    }
  }

  /// A stored or maintained collection. `columns` follow the collection's order.
  ///
  /// @param notNull numbers of the columns that are never NULL
  /// @param keys sets of column numbers whose values are unique among the rows
  record Get(CollectionId id, List<ColumnRef> columns, Set<Integer> notNull, Set<Set<Integer>> keys)
      implements Rel {
    public Get {
      columns = List.copyOf(columns);
      notNull = Set.copyOf(notNull);
      keys = Set.copyOf(keys);
    }

    @Override
    public List<Rel> inputs() {
      return List.of();
    }
  }

  /// Keeps rows for which every condition is true.
  record Filter(Rel input, List<Scalar> conditions) implements Rel {
    public Filter {
      conditions = List.copyOf(conditions);
    }

    @Override
    public List<ColumnRef> columns() {
      return input.columns();
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /// Adds computed columns; a value sees the input's columns only.
  record Extend(Rel input, List<Binding> bindings) implements Rel {
    public Extend {
      bindings = List.copyOf(bindings);
    }

    @Override
    public List<ColumnRef> columns() {
      List<ColumnRef> all = new ArrayList<>(input.columns());
      bindings.forEach(b -> all.add(b.column()));
      return all;
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /// A new column and its value.
  record Binding(ColumnRef column, Scalar value) {}

  /// A join; `on` over the columns of both sides.
  record Join(JoinKind kind, Rel left, Rel right, List<Scalar> on) implements Rel {
    public Join {
      on = List.copyOf(on);
    }

    @Override
    public List<ColumnRef> columns() {
      return kind.returnsRight() ? concat(left.columns(), right.columns()) : left.columns();
    }

    @Override
    public List<Rel> inputs() {
      return List.of(left, right);
    }
  }

  /// A dependent join: the right side is evaluated for every row of the left and may use its
  /// columns. Kinds INNER, LEFT, SEMI and ANTI. Only until decorrelation.
  record Apply(JoinKind kind, Rel left, Rel right, List<Scalar> on) implements Rel {
    public Apply {
      on = List.copyOf(on);
      assert kind != JoinKind.RIGHT && kind != JoinKind.FULL;
    }

    @Override
    public List<ColumnRef> columns() {
      return kind.returnsRight() ? concat(left.columns(), right.columns()) : left.columns();
    }

    @Override
    public List<Rel> inputs() {
      return List.of(left, right);
    }
  }

  /// GROUP BY. Without keys there is one row even for no input.
  record Aggregate(Rel input, List<ColumnRef> keys, List<AggregateBinding> aggregates)
      implements Rel {
    public Aggregate {
      keys = List.copyOf(keys);
      aggregates = List.copyOf(aggregates);
    }

    @Override
    public List<ColumnRef> columns() {
      List<ColumnRef> all = new ArrayList<>(keys);
      aggregates.forEach(a -> all.add(a.column()));
      return all;
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /// Each different combination of the given columns once; drops the others.
  record Distinct(Rel input, List<ColumnRef> columns) implements Rel {
    public Distinct {
      columns = List.copyOf(columns);
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /// Per group the rows `offset .. offset + limit` in order. `limit` null: no limit.
  record TopK(
      Rel input, List<ColumnRef> group, List<Order> order, @Nullable Long limit, long offset)
      implements Rel {
    public TopK {
      group = List.copyOf(group);
      order = List.copyOf(order);
    }

    @Override
    public List<ColumnRef> columns() {
      return input.columns();
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /// Numbers the rows of each partition in order from 1 on; ties are broken by the stored bytes of
  /// the row.
  record Number(Rel input, List<ColumnRef> partition, List<Order> order, ColumnRef column)
      implements Rel {
    public Number {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
    }

    @Override
    public List<ColumnRef> columns() {
      return concat(input.columns(), List.of(column));
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /// For every input row the rows of a set-returning function of it.
  ///
  /// @param results the function's columns, in its order
  /// @param ordinality a bigint counting from 1, if wanted
  record FlatMap(
      Rel input,
      TableFunction function,
      List<Scalar> arguments,
      List<ColumnRef> results,
      @Nullable ColumnRef ordinality)
      implements Rel {
    public FlatMap {
      arguments = List.copyOf(arguments);
      results = List.copyOf(results);
    }

    @Override
    public List<ColumnRef> columns() {
      List<ColumnRef> all = concat(input.columns(), results);
      if (ordinality != null) {
        all.add(ordinality);
      }
      return all;
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /// UNION ALL: each branch gives its columns in the order of the result's.
  record Union(List<Branch> branches, List<ColumnRef> columns) implements Rel {
    public Union {
      branches = List.copyOf(branches);
      columns = List.copyOf(columns);
    }

    @Override
    public List<Rel> inputs() {
      return branches.stream().map(Branch::input).toList();
    }
  }

  /// A side of a set operation and which of its columns take part.
  record Branch(Rel input, List<ColumnRef> columns) {
    public Branch {
      columns = List.copyOf(columns);
    }
  }

  /// EXCEPT and INTERSECT.
  record SetOperation(SetOperator operator, Branch left, Branch right, List<ColumnRef> columns)
      implements Rel {
    public SetOperation {
      columns = List.copyOf(columns);
    }

    @Override
    public List<Rel> inputs() {
      return List.of(left.input(), right.input());
    }
  }

  /// Passes the input through, fails with 21000 if a group has more than one row.
  record AtMostOne(Rel input, List<ColumnRef> group) implements Rel {
    public AtMostOne {
      group = List.copyOf(group);
    }

    @Override
    public List<ColumnRef> columns() {
      return input.columns();
    }

    @Override
    public List<Rel> inputs() {
      return List.of(input);
    }
  }

  /// A value that the recursion around this operator defines.
  ///
  /// @param recursion tells recursions of one statement apart
  record Variable(int recursion, int index, List<ColumnRef> columns) implements Rel {
    public Variable {
      columns = List.copyOf(columns);
    }

    @Override
    public List<Rel> inputs() {
      return List.of();
    }
  }

  /// WITH MUTUALLY RECURSIVE: bindings that use each other as variables, evaluated in rounds until
  /// one changes nothing; see [dev.millrace.dataflow.plan.Plan.Recursion].
  ///
  /// @param columns those of binding `result`
  record Recursion(
      List<Branch> bindings, int result, @Nullable RecursionLimit limit, List<ColumnRef> columns)
      implements Rel {
    public Recursion {
      bindings = List.copyOf(bindings);
      columns = List.copyOf(columns);
    }

    @Override
    public List<Rel> inputs() {
      return bindings.stream().map(Branch::input).toList();
    }
  }

  /// WITH RECURSIVE: see [dev.millrace.dataflow.plan.Plan.Iteration].
  ///
  /// @param next uses the rows added last as variable 0
  record Iteration(Branch first, Branch next, boolean isDistinct, List<ColumnRef> columns)
      implements Rel {
    public Iteration {
      columns = List.copyOf(columns);
    }

    @Override
    public List<Rel> inputs() {
      return List.of(first.input(), next.input());
    }
  }

  private static List<ColumnRef> concat(List<ColumnRef> left, List<ColumnRef> right) {
    List<ColumnRef> all = new ArrayList<>(left);
    all.addAll(right);
    return all;
  }
}
