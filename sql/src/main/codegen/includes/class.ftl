/** The generated parser. Parser is its only caller. */
final class ${parser.class} {

    /** Deeper nesting than this is refused before the stack is at risk. */
    private static final int DEPTH_MAX = 1000;

    private TokenList tokens;
    private int parameterCount;
    private int depth;
    private ColumnDefinition.Constraint generated;

    /** What the ALTER being parsed is about. */
    private ObjectKind altered;

    ${parser.class}(TokenList tokens) {
        this(new TokenFeed(tokens));
        this.tokens = tokens;
    }

    /** Index of the next token. */
    private int ahead() {
        return token instanceof SqlToken ? ((SqlToken) token).index + 1 : 0;
    }

    /** The text from a token to the last one consumed. */
    private String textFrom(SqlToken first) {
        return tokens.text(first.start, ((SqlToken) token).end);
    }

    private SqlToken upcoming() {
        return tokens.at(ahead());
    }

    /** Position of the next token. */
    private int position() {
        return upcoming().position();
    }

    /** True if these words and symbols come next. */
    private boolean at(String... expected) {
        return tokens.areAt(ahead(), expected);
    }

    /** True if two words come next; the second does not count as seen if it is another. */
    private boolean atPair(String first, String second) {
        return at(first) && tokens.at(ahead() + 1).is(second);
    }

    private boolean atAny(String... expected) {
        for (String word : expected) {
            if (at(word)) {
                return true;
            }
        }
        return false;
    }

    /** True if ANY, SOME or ALL and a parenthesis come next. */
    private boolean atQuantifier() {
        return (at("any") || at("some") || at("all")) && tokens.at(ahead() + 1).is("(");
    }

    /** True if BETWEEN, IN or a LIKE of some kind comes next, negated or not. */
    private boolean atMembership() {
        boolean isNegated = at("not");
        int i = isNegated ? ahead() + 1 : ahead();
        tokens.touchIf(isNegated, i);
        SqlToken word = tokens.at(i);
        return word.kind == IN || word.kind == LIKE || word.kind == ILIKE || word.is("between")
            || word.kind == SIMILAR && tokens.at(i + 1).is("to");
    }

    /** True if a function whose name is reserved otherwise is called next. */
    private boolean atKeywordFunction() {
        return Keywords.isFunctionName(upcoming().kind) && tokens.at(ahead() + 1).is("(");
    }

    /** True if the SELECT list is empty. */
    private boolean atEndOfItems() {
        switch (upcoming().kind) {
        case FROM: case INTO: case WHERE: case GROUP: case HAVING: case WINDOW: case UNION:
        case INTERSECT: case EXCEPT: case ORDER: case LIMIT: case OFFSET: case FETCH: case FOR:
        case RPAREN: case SEMICOLON: case EOF: case AS: case RETURNING: case ON:
            return true;
        default:
            return false;
        }
    }

    /** True if a bare word comes next that may be an alias and does not begin a clause. */
    private boolean atAlias() {
        SqlToken next = upcoming();
        if (next.kind == QUOTED_IDENTIFIER) {
            return true;
        }
        if (next.kind != IDENTIFIER) {
            return false;
        }
        SqlToken second = tokens.at(next.index + 1);
        if (next.is("options")) {
            return !second.is("(");
        }
        return !next.is("qualify") || second.kind == EOF || second.is(",") || second.is(")");
    }

    /** True if a bare word comes next that may name a column of the result. */
    private boolean atBareLabel() {
        SqlToken next = upcoming();
        return Keywords.isBareLabel(next.kind)
            || atAlias() && (next.kind == QUOTED_IDENTIFIER || !Keywords.needsAs(next.text));
    }

    /** True if a field may be taken from the expression that ends here, and a dot comes next. */
    private boolean atField() {
        if (upcoming().kind != DOT) {
            return false;
        }
        int i = ahead() - 1;
        return token.kind == RPAREN || token.kind == RBRACKET || token.kind == NUMBERED_PARAMETER
            || i > 0 && tokens.at(i - 1).kind == DOT;
    }

    private boolean atJoin() {
        switch (upcoming().kind) {
        case JOIN: case INNER: case LEFT: case RIGHT: case FULL: case CROSS: case NATURAL:
            return true;
        default:
            return false;
        }
    }

    /** The message is made from the furthest token by Parser. */
    private ParseException unexpected() {
        return new ParseException();
    }

    private DatabaseException unsupported(String what, int position) {
        return DatabaseException.notSupported(what, position);
    }

    private void enter() {
        if (++depth > DEPTH_MAX) {
            throw Trees.tooDeep();
        }
    }

    private void leave() {
        depth--;
    }
}
