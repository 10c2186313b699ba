package dev.millrace.sql.parse;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.statement.Query;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/// The only door to the grammar. Every failure is a [DatabaseException] worded and placed as
/// PostgreSQL words and places it. Stateless; any thread may call it.
public final class Parser {

  private Parser() {}

  /// Parses a whole string: statements separated by semicolons, empty ones dropped. A fault
  /// anywhere refuses all of it.
  public static List<ParsedStatement> parse(String sql) {
    return run(sql, MillraceParser::Script);
  }

  /// Parses a string that is one expression, such as a stored default.
  public static SqlNode parseExpression(String sql) {
    return run(sql, MillraceParser::WholeExpression);
  }

  /// Parses a string that is one query, such as a stored view.
  public static Query parseQuery(String sql) {
    return run(sql, MillraceParser::WholeQuery);
  }

  private static <T> T run(String sql, Production<T> production) {
    TokenList tokens = Lexer.lex(sql);
    try {
      return production.apply(new MillraceParser(tokens));
    } catch (ParseException e) {
      throw tokens.syntaxError();
    } catch (StackOverflowError e) {
      throw new DatabaseException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    }
  }

  /// A start symbol of the grammar.
  private interface Production<T> {
    T apply(MillraceParser parser) throws ParseException;
  }
}
