package dev.millrace.sql.execute.define.table;

import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.parse.node.FunctionCall;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Renames a column inside the text of an expression over its table, leaving the rest as written.
public final class TextRename extends SqlBasicVisitor<@Nullable Void> {

  private final String table;
  private final String from;
  private final List<Integer> places = new ArrayList<>();

  private TextRename(String table, String from) {
    this.table = table;
    this.from = from;
  }

  public static String rename(String text, String table, String from, String to) {
    TextRename rename = new TextRename(table, from);
    Parser.parseExpression(text).accept(rename);
    StringBuilder renamed = new StringBuilder(text);
    rename.places.stream()
        .sorted(java.util.Comparator.reverseOrder())
        .forEach(start -> renamed.replace(start, end(text, start), Identifiers.quote(to)));
    return renamed.toString();
  }

  /// Where the name that begins at a character ends.
  private static int end(String text, int start) {
    boolean isQuoted = text.charAt(start) == '"';
    int end = start + 1;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (isQuoted && c == '"') {
        return end + 1;
      }
      if (!isQuoted && !Character.isLetterOrDigit(c) && c != '_' && c != '$') {
        return end;
      }
      end++;
    }
    return end;
  }

  @Override
  public @Nullable Void visit(SqlIdentifier identifier) {
    List<String> names = identifier.names;
    int last = names.size() - 1;
    boolean isOfTable = last == 0 || names.get(last - 1).equals(table);
    if (names.get(last).equals(from) && isOfTable) {
      places.add(identifier.getComponentParserPosition(last).getColumnNum() - 1);
    }
    return null;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof FunctionCall function) {
      for (SqlNode argument : function.arguments()) {
        argument.accept(this);
      }
      return null;
    }
    for (SqlNode operand : call.getOperandList()) {
      if (operand != null) {
        operand.accept(this);
      }
    }
    return null;
  }
}
