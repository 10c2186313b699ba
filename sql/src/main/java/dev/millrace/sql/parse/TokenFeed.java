package dev.millrace.sql.parse;

/// Stands where the generated parser expects its generated token manager, and hands out the tokens
/// of our lexer instead.
final class TokenFeed extends MillraceParserTokenManager {

  private final TokenList tokens;

  @SuppressWarnings("NullAway") // the generated manager never reads its stream
  TokenFeed(TokenList tokens) {
    super(null);
    this.tokens = tokens;
  }

  @Override
  public Token getNextToken() {
    return tokens.advance();
  }
}
