package dev.millrace.sql.parse.node;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;

/// The operator of a construct that Calcite has no operator for. It prints like a function's call,
/// which is for people who debug; nothing parses it again.
sealed class SpellingOperator extends SqlSpecialOperator
    permits OperatorSymbol, QuantifiedOperator, SpellingOperator.Named {

  SpellingOperator(String name) {
    super(name, SqlKind.OTHER);
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
    SqlWriter.Frame frame = writer.startFunCall(getName());
    for (SqlNode operand : call.getOperandList()) {
      writer.sep(",");
      operand.unparse(writer, 0, 0);
    }
    writer.endFunCall(frame);
  }

  /// An operator whose meaning its name gives.
  static final class Named extends SpellingOperator {
    Named(String name) {
      super(name);
    }
  }
}
