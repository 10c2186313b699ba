package dev.millrace.sql.parse;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Turns the positions in nodes into characters of the parsed string. The grammar numbers every
/// token by its character and keeps everything on one line, so this is only a change of names.
public final class Positions {

  private Positions() {}

  /// 1-based character, as errors carry it; 0 for nodes nobody wrote.
  public static int character(SqlParserPos position) {
    return position.getColumnNum();
  }

  /// 1-based character where a node says it stands, as errors carry it.
  public static int character(SqlNode node) {
    return character(node.getParserPosition());
  }

  /// 0-based character in the whole string.
  public static int offset(SqlParserPos position) {
    return position.getColumnNum() - 1;
  }

  /// The position of a token.
  static SqlParserPos of(Token token) {
    return at(token.beginColumn);
  }

  /// The position of a 1-based character.
  static SqlParserPos at(int character) {
    return new SqlParserPos(1, character, 1, character);
  }
}
