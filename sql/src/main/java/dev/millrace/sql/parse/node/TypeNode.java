package dev.millrace.sql.parse.node;

import dev.millrace.sql.statement.TypeSpec;
import org.apache.calcite.sql.parser.SqlParserPos;

/// The second operand of a cast: a type as written.
public final class TypeNode extends LeafNode {

  private final TypeSpec type;

  /// A type standing at its own position.
  public TypeNode(TypeSpec type, SqlParserPos position) {
    super(position);
    this.type = type;
  }

  @Override
  String text() {
    return type.toString();
  }

  /// The type, not resolved.
  public TypeSpec type() {
    return type;
  }
}
