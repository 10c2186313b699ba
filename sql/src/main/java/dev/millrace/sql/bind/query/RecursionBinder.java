package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.TypeBinder;
import dev.millrace.sql.bind.scope.WithQueries;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Branch;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.parse.node.MutuallyRecursiveNode;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.statement.ColumnSpec;
import dev.millrace.sql.statement.Option;
import dev.millrace.sql.statement.OptionSetting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Binds WITH MUTUALLY RECURSIVE: bindings of declared types, each of which sees all others.
final class RecursionBinder {

  private final BindContext context;
  private final @Nullable Scope outer;

  RecursionBinder(BindContext context, @Nullable Scope outer) {
    this.context = context;
    this.outer = outer;
  }

  /// The context for what stands behind the bindings.
  BindContext scope(MutuallyRecursiveNode node) {
    checkNames(node);
    RecursionLimit limit = limit(node);
    int recursion = context.columns().fresh(ScalarType.BOOL).index();
    List<List<ColumnRef>> columns = new ArrayList<>();
    WithQueries inside = context.with();
    for (MutuallyRecursiveNode.Binding binding : node.bindings()) {
      List<ColumnRef> own = fresh(types(binding));
      BoundQuery variable = named(new Rel.Variable(recursion, columns.size(), own), binding);
      inside = inside.and(name(binding), _ -> variable);
      columns.add(own);
    }
    BindContext inner = context.withQueries(inside);
    List<Branch> branches = new ArrayList<>();
    for (MutuallyRecursiveNode.Binding binding : node.bindings()) {
      branches.add(branch(binding, inner));
    }
    WithQueries behind = context.with();
    for (int i = 0; i < branches.size(); i++) {
      MutuallyRecursiveNode.Binding binding = node.bindings().get(i);
      List<ColumnRef> result = fresh(types(binding));
      Rel rel = new Rel.Recursion(branches, i, limit, result);
      check(rel, recursion, position(node));
      BoundQuery query = named(rel, binding);
      behind = behind.and(name(binding), _ -> query);
    }
    return context.withQueries(behind);
  }

  private static String name(MutuallyRecursiveNode.Binding binding) {
    return binding.name().parts().getFirst();
  }

  private static void checkNames(MutuallyRecursiveNode node) {
    Set<String> names = new HashSet<>();
    for (MutuallyRecursiveNode.Binding binding : node.bindings()) {
      if (!names.add(name(binding))) {
        throw DatabaseException.at(
            binding.name().position(),
            SqlState.DUPLICATE_ALIAS,
            "WITH query name \"" + name(binding) + "\" specified more than once");
      }
    }
  }

  private static @Nullable RecursionLimit limit(MutuallyRecursiveNode node) {
    RecursionLimit limit = null;
    for (Option option : node.limits()) {
      boolean isReturn = option.name().equals("return at recursion limit");
      boolean isError =
          option.name().equals("error at recursion limit")
              || option.name().equals("recursion limit");
      if (!isReturn && !isError) {
        throw DatabaseException.at(
            option.position(),
            SqlState.SYNTAX_ERROR,
            "unrecognized option \"" + option.name() + "\" of WITH MUTUALLY RECURSIVE");
      }
      if (limit != null) {
        throw DatabaseException.at(
            option.position(), SqlState.SYNTAX_ERROR, "more than one recursion limit");
      }
      limit = new RecursionLimit(rounds(option), isError);
    }
    return limit;
  }

  private static long rounds(Option option) {
    if (option.value() instanceof OptionSetting.Number(String text)) {
      try {
        long rounds = Long.parseLong(text);
        if (rounds > 0) {
          return rounds;
        }
      } catch (NumberFormatException e) {
        // said below
      }
    }
    throw DatabaseException.at(
        option.position(),
        SqlState.INVALID_PARAMETER_VALUE,
        "a recursion limit must be a positive integer");
  }

  private List<SqlType> types(MutuallyRecursiveNode.Binding binding) {
    return binding.columns().stream()
        .map(c -> TypeBinder.bind(c.type(), context.relations()))
        .toList();
  }

  private List<ColumnRef> fresh(List<SqlType> types) {
    return types.stream().map(t -> context.columns().fresh(t)).toList();
  }

  private static BoundQuery named(Rel rel, MutuallyRecursiveNode.Binding binding) {
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < binding.columns().size(); i++) {
      outputs.add(new Output(binding.columns().get(i).name(), rel.columns().get(i)));
    }
    return BoundQuery.of(rel, outputs);
  }

  /// A binding's query, its columns cast to the declared types.
  private Branch branch(MutuallyRecursiveNode.Binding binding, BindContext inner) {
    List<SqlType> types = types(binding);
    BoundQuery query = new QueryBinder(inner, new Wanted(types)).bind(binding.query(), outer);
    if (query.outputs().size() != types.size()) {
      throw mismatch(binding, types, query);
    }
    List<ColumnRef> columns = new ArrayList<>();
    List<Rel.Binding> casts = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      ColumnRef column = query.columns().get(i);
      if (!inner.coercion().isAssignable(column.type(), types.get(i))) {
        throw mismatch(binding, types, query);
      }
      ColumnSpec declared = binding.columns().get(i);
      Scalar value =
          inner.coercion().assignment(new Operand(column, 0), types.get(i), declared.name());
      if (!(value instanceof ColumnRef)) {
        column = inner.columns().fresh(types.get(i));
        casts.add(new Rel.Binding(column, value));
      }
      columns.add(column);
    }
    return new Branch(Rels.extend(query.rows(), casts), columns);
  }

  private static DatabaseException mismatch(
      MutuallyRecursiveNode.Binding binding, List<SqlType> types, BoundQuery query) {
    return DatabaseException.at(
        binding.name().position(),
        SqlState.DATATYPE_MISMATCH,
        "WITH MUTUALLY RECURSIVE query \"%s\" declares types (%s), but its query returns (%s)"
            .formatted(
                name(binding),
                names(types),
                names(query.columns().stream().map(ColumnRef::type).toList())));
  }

  private static String names(List<SqlType> types) {
    return types.stream().map(SqlType::displayName).collect(Collectors.joining(", "));
  }

  /// Refuses a recursion that depends on rows around it.
  static void check(Rel recursion, int own, int position) {
    if (!Rels.free(recursion).isEmpty()) {
      throw DatabaseException.notSupported(
          "a recursive query that refers to the query around it", position);
    }
    Set<Integer> used = new HashSet<>();
    collectRecursions(recursion, used);
    used.remove(own);
    if (!used.isEmpty()) {
      throw DatabaseException.notSupported(
          "a recursive query over the rows of another one", position);
    }
  }

  /// The recursions whose variables a tree uses, not counting those closed inside it.
  private static void collectRecursions(Rel rel, Set<Integer> used) {
    if (rel instanceof Rel.Variable variable) {
      used.add(variable.recursion());
    }
    for (Rel input : rel.inputs()) {
      boolean isClosed = input instanceof Rel.Recursion || input instanceof Rel.Iteration;
      if (!isClosed) {
        collectRecursions(input, used);
      }
    }
  }
}
