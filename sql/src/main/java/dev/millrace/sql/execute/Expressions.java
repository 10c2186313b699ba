package dev.millrace.sql.execute;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.function.Environment;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.scope.TypeBinder;
import dev.millrace.sql.catalog.relation.CatalogFunctions;
import dev.millrace.sql.statement.TypeSpec;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/// Expressions and types outside of queries.
public final class Expressions {

  private Expressions() {}

  /// The types that specifications name.
  public static List<SqlType> types(List<TypeSpec> specs, Frame frame) {
    Binding binding = Binding.of(frame);
    return specs.stream().map(s -> TypeBinder.bind(s, binding.relations())).toList();
  }

  /// An expression without columns, coerced to a type.
  public static Scalar bind(SqlNode node, SqlType type, Frame frame) {
    Binding binding = Binding.of(frame);
    return binding.binder().expression(node, type, "parameter", binding.request(BindMode.ONE_SHOT));
  }

  /// What catalog functions in it answer from.
  public static Environment environment(Frame frame) {
    return new CatalogFunctions(frame.relationContext());
  }
}
