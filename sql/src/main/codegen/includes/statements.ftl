/* The start symbols, and the statements that read. */

List<ParsedStatement> Script() :
{ List<ParsedStatement> list = new ArrayList<ParsedStatement>(); }
{
    ScriptItem(list)
    ( <SEMICOLON> ScriptItem(list) )*
    <EOF>
    { return list; }
}

void ScriptItem(List<ParsedStatement> list) :
{ SqlToken first; Statement statement; }
{
    { first = upcoming(); parameterCount = 0; }
    [
        LOOKAHEAD({ upcoming().kind != SEMICOLON && upcoming().kind != EOF })
        statement = Statement()
        {
            String text = tokens.text(first.start, ((SqlToken) token).end);
            list.add(new ParsedStatement(statement, text, first.start, parameterCount));
        }
    ]
}

SqlNode WholeExpression() :
{ SqlNode e; }
{
    e = Expression() <EOF>
    { return e; }
}

Query WholeQuery() :
{ Query query; }
{
    query = Query() <EOF>
    { return query; }
}

Statement Statement() :
{ Statement s; }
{
    (
        LOOKAHEAD({ atQuery() }) s = SelectStatement()
    |
        LOOKAHEAD({ at("subscribe") }) s = Subscribe()
    |
        LOOKAHEAD({ at("explain") }) s = Explain()
    |
        LOOKAHEAD({ at("insert") }) s = Insert()
    |
        LOOKAHEAD({ at("update") }) s = Update()
    |
        LOOKAHEAD({ at("delete") }) s = Delete()
    |
        LOOKAHEAD({ at("merge") }) s = Merge()
    |
        LOOKAHEAD({ at("truncate") }) s = Truncate()
    |
        LOOKAHEAD({ at("copy") }) s = Copy()
    |
        s = Create()
    |
        LOOKAHEAD({ at("drop") }) s = Drop()
    |
        LOOKAHEAD({ at("alter") }) s = Alter()
    |
        LOOKAHEAD({ at("show") }) s = Show()
    |
        LOOKAHEAD({ atAny("set", "reset", "discard") }) s = SettingStatement()
    |
        LOOKAHEAD({ atTransaction() }) s = TransactionStatement()
    |
        LOOKAHEAD({ atCursor() }) s = CursorStatement()
    |
        LOOKAHEAD({ atAny("grant", "revoke", "reassign") }) s = PrivilegeStatement()
    |
        LOOKAHEAD({ at("comment") }) s = Comment()
    |
        LOOKAHEAD({ at("validate") }) s = ValidateConnection()
    |
        LOOKAHEAD({ atAny("listen", "unlisten", "notify") }) s = ChannelStatement()
    |
        s = Refused()
    )
    { return s; }
}

JAVACODE boolean atQuery() {
    switch (upcoming().kind) {
    case SELECT: case WITH: case TABLE: case LPAREN:
        return true;
    default:
        return at("values");
    }
}

/** Statements of PostgreSQL that we know by name only; everything else is a syntax error. */
JAVACODE Statement Refused() {
    String name = Refusals.nameOf(upcoming().text, tokens.at(ahead() + 1).text);
    if (name != null && upcoming().isWord()) {
        throw unsupported(name, position());
    }
    tokens.touchIf(true, ahead());
    throw unexpected();
}

QueryStatement SelectStatement() :
{ Query query; QueryStatement.AsOf asOf = null; }
{
    query = Query() [ asOf = AsOf() ]
    { return new QueryStatement.Select(query, asOf); }
}

QueryStatement.AsOf AsOf() :
{ SqlNode e; boolean isAtLeast = false; }
{
    <AS> Word("of") [ LOOKAHEAD({ at("at", "least") }) Word("at") Word("least") { isAtLeast = true; } ]
    e = Expression()
    { return new QueryStatement.AsOf(e, isAtLeast); }
}

QueryStatement Subscribe() :
{
    QueryStatement.SubscribeTarget target;
    QueryStatement.SubscribeOutput output = new QueryStatement.SubscribeOutput.Diffs();
    List<Option> settings = Collections.<Option>emptyList();
    QueryStatement.AsOf asOf = null;
    SqlNode upTo = null;
    ObjectName name;
    Query query;
}
{
    Word("subscribe") [ <TO> ]
    (
        LOOKAHEAD({ upcoming().kind == LPAREN }) <LPAREN> query = Query() <RPAREN>
        { target = new QueryStatement.SubscribeTarget.OfQuery(query); }
    |
        name = QualifiedName() { target = new QueryStatement.SubscribeTarget.Relation(name); }
    )
    (
        LOOKAHEAD({ atAny("envelope", "within", "with", "as", "up") })
        (
        LOOKAHEAD({ at("envelope") || at("within") }) output = SubscribeOutput()
    |
        LOOKAHEAD({ at("with") }) <WITH> settings = ParenthesizedOptions()
    |
        LOOKAHEAD({ at("as") }) asOf = AsOf()
    |
        LOOKAHEAD({ at("up") }) Word("up") <TO> upTo = Expression()
        )
    )*
    { return new QueryStatement.Subscribe(target, output, settings, asOf, upTo); }
}

QueryStatement.SubscribeOutput SubscribeOutput() :
{ List<String> key; SqlNodeList order; }
{
    (
        LOOKAHEAD({ at("within") }) Word("within") Word("timestamp") order = OrderBy()
        { return new QueryStatement.SubscribeOutput.Ordered(order.getList()); }
    |
        Word("envelope")
        (
            LOOKAHEAD({ at("debezium") }) Word("debezium") key = SubscribeKey()
            { return new QueryStatement.SubscribeOutput.Debezium(key); }
        |
            Word("upsert") key = SubscribeKey()
            { return new QueryStatement.SubscribeOutput.Upsert(key); }
        )
    )
}

List<String> SubscribeKey() :
{ List<String> key; }
{
    <LPAREN> Word("key") key = ParenthesizedNames() <RPAREN>
    { return key; }
}

QueryStatement Explain() :
{
    StringBuilder stage = new StringBuilder();
    List<Option> settings = Collections.<Option>emptyList();
    String format = "";
    QueryStatement.Explainee explainee;
    SqlToken t;
}
{
    Word("explain")
    [
        LOOKAHEAD({ at("(") && !tokens.isQueryAt(ahead()) }) settings = ParenthesizedOptions()
    ]
    (
        LOOKAHEAD({ Refusals.isExplainStage(upcoming()) })
        t = Label() { stage.append(stage.length() == 0 ? "" : " ").append(t.text); }
        [ <COMMA> { stage.append(','); } ]
    )*
    [
        LOOKAHEAD({ at("with", "skew") }) <WITH> Word("skew") { stage.append(" with skew"); }
    ]
    [ LOOKAHEAD({ at("with", "(") }) <WITH> settings = ParenthesizedOptions() ]
    [
        <AS> t = Label() { format = t.text; }
        [ LOOKAHEAD({ at("text") }) Word("text") { format = format + " text"; } ]
    ]
    [ <FOR> ]
    (
        LOOKAHEAD({ at("view") || at("index") || at("materialized") })
        explainee = ExplainedObject()
        [ <AS> t = Label() { format = t.text; } ]
    |
        explainee = ExplainedStatement()
    )
    { return new QueryStatement.Explain(stage.toString(), settings, format, explainee); }
}

QueryStatement.Explainee ExplainedObject() :
{ ObjectName name; ObjectKind kind; }
{
    kind = Kind() name = QualifiedName()
    { return new QueryStatement.Explainee.OfObject(kind, name); }
}

QueryStatement.Explainee ExplainedStatement() :
{ Statement s; }
{
    [ LOOKAHEAD({ at("broken") }) Word("broken") ]
    s = Statement()
    { return new QueryStatement.Explainee.OfStatement(s); }
}

/** The words of an object's kind, singular. */
JAVACODE ObjectKind Kind() {
    SqlToken first = Label();
    ObjectKind kind = ObjectWords.kindOf(first.text, upcoming().text);
    if (kind == null) {
        tokens.touchIf(first.is("materialized") || first.is("network"), ahead());
        throw unexpected();
    }
    if (kind.words().indexOf(' ') >= 0) {
        Label();
    }
    return kind;
}
