package dev.millrace.sql.parse.node;

import dev.millrace.sql.statement.ColumnSpec;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.Option;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/// `WITH MUTUALLY RECURSIVE`: bindings that may all refer to each other, evaluated to a fixpoint.
public final class MutuallyRecursiveNode extends LeafNode {

  private final List<Binding> bindings;
  private final List<Option> limits;
  private final SqlNode body;

  /// @param limits as written: `return at recursion limit`, `error at recursion limit`
  public MutuallyRecursiveNode(
      List<Binding> bindings, List<Option> limits, SqlNode body, SqlParserPos position) {
    super(position);
    this.bindings = List.copyOf(bindings);
    this.limits = List.copyOf(limits);
    this.body = body;
  }

  @Override
  String text() {
    return "MUTUALLY RECURSIVE " + limits + bindings + " " + body;
  }

  /// The bindings in the order written.
  public List<Binding> bindings() {
    return bindings;
  }

  /// Options that bound the iteration.
  public List<Option> limits() {
    return limits;
  }

  /// The query that uses the bindings.
  public SqlNode body() {
    return body;
  }

  /// One binding; its columns are always typed.
  public record Binding(ObjectName name, List<ColumnSpec> columns, SqlNode query) {
    public Binding {
      columns = List.copyOf(columns);
    }
  }
}
