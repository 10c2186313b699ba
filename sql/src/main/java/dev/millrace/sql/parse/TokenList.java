package dev.millrace.sql.parse;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tokens of a string, and the questions the grammar asks about what lies ahead. It remembers
/// how far the parser has looked: the token a syntax error names. Confined to one parse.
final class TokenList {

  private final String source;
  private final List<SqlToken> tokens;
  private final @Nullable DatabaseException fault;

  /// For a parenthesis, the index of its partner; -1 for everything else.
  private final int[] partner;

  private int next;
  private int furthest;

  TokenList(String source, List<SqlToken> tokens, @Nullable DatabaseException fault) {
    this.source = source;
    this.tokens = tokens;
    this.fault = fault;
    this.partner = partners(tokens);
  }

  private static int[] partners(List<SqlToken> tokens) {
    int[] partner = new int[tokens.size()];
    int[] open = new int[tokens.size()];
    int depth = 0;
    for (int i = 0; i < partner.length; i++) {
      partner[i] = -1;
      int kind = tokens.get(i).kind;
      if (kind == MillraceParserConstants.LPAREN) {
        open[depth++] = i;
      } else if (kind == MillraceParserConstants.RPAREN && depth > 0) {
        partner[i] = open[--depth];
        partner[open[depth]] = i;
      }
    }
    return partner;
  }

  /// The next token for the parser; the end marker again and again at the end.
  SqlToken advance() {
    SqlToken token = touch(next);
    if (next < tokens.size() - 1) {
      next++;
    }
    return token;
  }

  /// The token at an index, the end marker beyond the end.
  SqlToken at(int index) {
    return tokens.get(Math.min(index, tokens.size() - 1));
  }

  /// The token at an index as something the parser has seen.
  private SqlToken touch(int index) {
    SqlToken token = at(index);
    if (fault != null && token.kind == MillraceParserConstants.EOF) {
      throw fault;
    }
    furthest = Math.max(furthest, token.index);
    return token;
  }

  /// Counts a token as seen: the parser has looked at it in vain.
  void touchIf(boolean isSeen, int index) {
    if (isSeen) {
      touch(index);
    }
  }

  /// True if these words and symbols come next. Those that match count as seen, and so does the
  /// first that does not: this is where PostgreSQL's parser would have stopped.
  boolean areAt(int index, String... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (!touch(index + i).is(expected[i])) {
        return false;
      }
    }
    return true;
  }

  /// True if the parenthesis at this index encloses a query and not an expression or a join.
  boolean isQueryAt(int index) {
    if (at(index).kind != MillraceParserConstants.LPAREN) {
      return false;
    }
    SqlToken first = at(index + 1);
    if (startsQuery(first)) {
      return true;
    }
    if (first.kind != MillraceParserConstants.LPAREN || partner[first.index] < 0) {
      return false;
    }
    if (!isQueryAt(index + 1)) {
      return false;
    }
    return switch (at(partner[first.index] + 1).kind) {
      case MillraceParserConstants.UNION,
          MillraceParserConstants.INTERSECT,
          MillraceParserConstants.EXCEPT,
          MillraceParserConstants.ORDER,
          MillraceParserConstants.LIMIT,
          MillraceParserConstants.OFFSET,
          MillraceParserConstants.FETCH,
          MillraceParserConstants.FOR,
          MillraceParserConstants.RPAREN ->
          true;
      default -> false;
    };
  }

  private boolean startsQuery(SqlToken token) {
    return switch (token.kind) {
      case MillraceParserConstants.SELECT,
          MillraceParserConstants.WITH,
          MillraceParserConstants.TABLE ->
          true;
      default -> token.is("values") && at(token.index + 1).kind == MillraceParserConstants.LPAREN;
    };
  }

  /// The index behind the partner of the parenthesis at this index, or -1 if there is none.
  int endOfParentheses(int index) {
    SqlToken token = at(index);
    return token.kind == MillraceParserConstants.LPAREN && partner[token.index] >= 0
        ? partner[token.index] + 1
        : -1;
  }

  /// True if a type's name and then a string come next: `date '2020-01-01'`.
  boolean isTypedLiteralAt(int index) {
    SqlToken first = at(index);
    if (!first.isName()) {
      return false;
    }
    int i = index + 1;
    if (first.kind == MillraceParserConstants.IDENTIFIER) {
      switch (first.text) {
        case "double" -> i = skipWord(i, "precision");
        case "character", "char", "bit", "nchar" -> i = skipWord(i, "varying");
        case "national" -> i = skipWord(skipWord(skipWord(i, "character"), "char"), "varying");
        case "timestamp", "time" -> {
          return at(skipTimeZone(skipParentheses(i))).isString();
        }
        default -> {
          while (at(i).kind == MillraceParserConstants.DOT && at(i + 1).isWord()) {
            i += 2;
          }
        }
      }
    } else {
      while (at(i).kind == MillraceParserConstants.DOT && at(i + 1).isWord()) {
        i += 2;
      }
    }
    return at(skipParentheses(i)).isString();
  }

  private int skipWord(int index, String word) {
    return at(index).is(word) ? index + 1 : index;
  }

  private int skipParentheses(int index) {
    return at(index).kind == MillraceParserConstants.LPAREN && partner[index] >= 0
        ? partner[index] + 1
        : index;
  }

  private int skipTimeZone(int index) {
    boolean isZone =
        (at(index).is("with") || at(index).is("without"))
            && at(index + 1).is("time")
            && at(index + 2).is("zone");
    return isZone ? index + 3 : index;
  }

  /// What PostgreSQL says about the token the parser could not place.
  DatabaseException syntaxError() {
    SqlToken token = at(furthest);
    String message =
        token.kind == MillraceParserConstants.EOF
            ? "syntax error at end of input"
            : "syntax error at or near \"" + source.substring(token.start, token.end) + "\"";
    return DatabaseException.at(token.position(), SqlState.SYNTAX_ERROR, message);
  }

  /// The source between two offsets.
  String text(int start, int end) {
    return source.substring(start, end);
  }
}
