package dev.millrace.sql.parse;

/// The token kinds of punctuation and operators. Operators without a precedence of their own share
/// one kind, as in PostgreSQL's grammar.
final class Symbols {

  private Symbols() {}

  static int punctuation(char c) {
    return switch (c) {
      case ',' -> MillraceParserConstants.COMMA;
      case '(' -> MillraceParserConstants.LPAREN;
      case ')' -> MillraceParserConstants.RPAREN;
      case '[' -> MillraceParserConstants.LBRACKET;
      case ']' -> MillraceParserConstants.RBRACKET;
      case '.' -> MillraceParserConstants.DOT;
      case ';' -> MillraceParserConstants.SEMICOLON;
      case ':' -> MillraceParserConstants.COLON;
      default -> throw new IllegalStateException("no punctuation: " + c);
    };
  }

  static int operator(String symbol) {
    return switch (symbol) {
      case "+" -> MillraceParserConstants.PLUS;
      case "-" -> MillraceParserConstants.MINUS;
      case "*" -> MillraceParserConstants.STAR;
      case "/" -> MillraceParserConstants.SLASH;
      case "%" -> MillraceParserConstants.PERCENT_REMAINDER;
      case "^" -> MillraceParserConstants.CARET;
      case "<" -> MillraceParserConstants.LT;
      case ">" -> MillraceParserConstants.GT;
      case "=" -> MillraceParserConstants.EQ;
      case "<=" -> MillraceParserConstants.LE;
      case ">=" -> MillraceParserConstants.GE;
      case "<>", "!=" -> MillraceParserConstants.NE;
      case "=>" -> MillraceParserConstants.NAMED_ARGUMENT_ASSIGNMENT;
      default -> MillraceParserConstants.OPERATOR_SYMBOL;
    };
  }
}
