package dev.millrace.sql.parse;

/// A token of our lexer in the form the generated parser wants: kind, image and position. Lines do
/// not exist; a column is the 1-based character in the whole string, so that every position
/// Calcite's nodes carry is the one PostgreSQL's protocol asks for.
final class SqlToken extends Token {

  /// Its place in the token list.
  final int index;

  /// UTF-16 offsets of the token's text in the source.
  final int start;

  final int end;

  /// An identifier folded or unquoted, a string decoded, a number or symbol as written.
  final String text;

  SqlToken(int kind, int index, int start, int end, int column, String text) {
    this.kind = kind;
    this.index = index;
    this.start = start;
    this.end = end;
    this.text = text;
    this.image = text;
    this.beginLine = 1;
    this.endLine = 1;
    this.beginColumn = column;
    this.endColumn = column;
  }

  /// 1-based character in the whole string.
  int position() {
    return beginColumn;
  }

  /// True if this is the given keyword, word or symbol, and not a quoted name or a string.
  boolean is(String wordOrSymbol) {
    return kind != MillraceParserConstants.QUOTED_IDENTIFIER
        && kind != MillraceParserConstants.QUOTED_STRING
        && text.equals(wordOrSymbol);
  }

  /// True for anything that may be a label behind AS or a dot: words, reserved or not.
  boolean isWord() {
    return kind == MillraceParserConstants.IDENTIFIER
        || kind == MillraceParserConstants.QUOTED_IDENTIFIER
        || Keywords.isReserved(kind);
  }

  boolean isName() {
    return kind == MillraceParserConstants.IDENTIFIER
        || kind == MillraceParserConstants.QUOTED_IDENTIFIER;
  }

  boolean isString() {
    return kind == MillraceParserConstants.QUOTED_STRING;
  }
}
