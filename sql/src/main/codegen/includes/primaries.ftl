/* The operands of expressions: literals, names, sub-queries and constructs with a syntax of their own. */

SqlNode Primary() :
{ SqlNode e; Token t; }
{
    (
        ( t = <UNSIGNED_INTEGER_LITERAL> | t = <DECIMAL_NUMERIC_LITERAL> )
        { return Trees.number(t); }
    |
        t = <QUOTED_STRING> { return Trees.string(t); }
    |
        t = <NUMBERED_PARAMETER> { return Parameter((SqlToken) t); }
    |
        t = <TRUE> { return Trees.bool(true, t); }
    |
        t = <FALSE> { return Trees.bool(false, t); }
    |
        t = <NULL> { return Trees.sqlNull(t); }
    |
        t = <DEFAULT_> { return Trees.defaultValue(t); }
    |
        e = Case() { return e; }
    |
        e = Cast() { return e; }
    |
        e = Array() { return e; }
    |
        e = ContextValue() { return e; }
    |
        LOOKAHEAD({ atKeywordFunction() }) e = KeywordCall() { return e; }
    |
        LOOKAHEAD({ tokens.isQueryAt(ahead()) }) e = ScalarQuery() { return e; }
    |
        e = Parenthesized() { return e; }
    |
        LOOKAHEAD({ tokens.isTypedLiteralAt(ahead()) }) e = TypedLiteral() { return e; }
    |
        LOOKAHEAD({ atSpecialForm() }) e = SpecialForm() { return e; }
    |
        e = NameOrCall() { return e; }
    )
}

SqlNode KeywordCall() :
{ SqlIdentifier name; SqlNode e; }
{
    name = LabelIdentifier() e = Call(name)
    { return e; }
}

JAVACODE SqlNode Parameter(SqlToken t) {
    int number = Integer.parseInt(t.text);
    if (number == 0) {
        throw Trees.noParameter(t);
    }
    parameterCount = Math.max(parameterCount, number);
    return new SqlDynamicParam(number - 1, Positions.of(t));
}

SqlNode ScalarQuery() :
{ SqlNode query; Token t; }
{
    t = <LPAREN> query = QueryExpression() <RPAREN>
    { return Trees.scalarQuery(query, t); }
}

/** `(e)`, or a row `(e, e, …)`. */
SqlNode Parenthesized() :
{ SqlNodeList list; Token t; }
{
    t = <LPAREN> list = Expressions() <RPAREN>
    { return list.size() == 1 ? list.get(0) : Trees.row(list, t); }
}

SqlNode Case() :
{
    Token t;
    SqlNode value = null;
    SqlNode e;
    SqlNode otherwise = null;
    List<SqlNode> whens = new ArrayList<SqlNode>();
    List<SqlNode> thens = new ArrayList<SqlNode>();
}
{
    t = <CASE>
    [ LOOKAHEAD({ !at("when") }) value = Expression() ]
    (
        <WHEN> e = Expression() { whens.add(e); }
        <THEN> e = Expression() { thens.add(e); }
    )+
    [ <ELSE> otherwise = Expression() ]
    <END>
    { return Trees.caseOf(value, whens, thens, otherwise, t); }
}

SqlNode Cast() :
{ Token t; SqlNode e; TypeSpec type; }
{
    t = <CAST> <LPAREN> e = Expression() <AS> type = TypeName() <RPAREN>
    { return Trees.cast(e, type, Positions.of(t)); }
}

/** `ARRAY[…]` or `ARRAY(query)`. */
SqlNode Array() :
{ Token t; SqlNode e; }
{
    t = <ARRAY>
    (
        e = ArrayElements(t) { return e; }
    |
        <LPAREN> e = QueryExpression() <RPAREN> { return Trees.arrayQuery(e, t); }
    )
}

SqlNode ArrayElements(Token at) :
{ List<SqlNode> elements = new ArrayList<SqlNode>(); SqlNode e; }
{
    <LBRACKET> { enter(); }
    [
        LOOKAHEAD({ !at("]") })
        e = ArrayElement() { elements.add(e); }
        ( <COMMA> e = ArrayElement() { elements.add(e); } )*
    ]
    <RBRACKET>
    { leave(); return Trees.array(elements, at); }
}

SqlNode ArrayElement() :
{ SqlNode e; }
{
    (
        LOOKAHEAD({ at("[") }) e = ArrayElements(upcoming()) { return e; }
    |
        e = Expression() { return e; }
    )
}

/** CURRENT_TIMESTAMP and its kin, which take no parentheses. */
SqlNode ContextValue() :
{ Token t; Token p; }
{
    (
        (
            t = <CURRENT_DATE> | t = <CURRENT_USER> | t = <CURRENT_ROLE> | t = <SESSION_USER>
        |   t = <USER> | t = <CURRENT_CATALOG>
        )
        [
            // Materialize writes some of them as calls.
            LOOKAHEAD({ at("(", ")") }) <LPAREN> <RPAREN>
        ]
        { return FunctionCall.of(t.image, Positions.of(t)); }
    |
        LOOKAHEAD({ at("current_schema") && !tokens.at(ahead() + 1).is("(") })
        t = <CURRENT_SCHEMA> { return FunctionCall.of(t.image, Positions.of(t)); }
    |
        ( t = <CURRENT_TIME> | t = <CURRENT_TIMESTAMP> | t = <LOCALTIME> | t = <LOCALTIMESTAMP> )
        [
            <LPAREN> p = <UNSIGNED_INTEGER_LITERAL> <RPAREN>
            { return FunctionCall.of(t.image, Positions.of(t), Trees.number(p)); }
        ]
        { return FunctionCall.of(t.image, Positions.of(t)); }
    )
}

/** `date '2020-01-01'`, `interval '1' day`. */
SqlNode TypedLiteral() :
{ TypeSpec type; SqlToken t; SqlToken value; String fields; }
{
    { t = upcoming(); }
    type = ScalarTypeName()
    value = Text()
    fields = IntervalFields(t.is("interval"))
    { return Trees.typedLiteral(type, value, fields, t); }
}

/** `a`, `t.a`, `t.*` or a call. */
SqlNode NameOrCall() :
{
    SqlToken t;
    List<SqlToken> parts = new ArrayList<SqlToken>();
    Token star;
    SqlIdentifier name;
    SqlNode call;
}
{
    t = Name() { parts.add(t); }
    (
        LOOKAHEAD(1) <DOT>
        (
            star = <STAR> { return Trees.qualifiedStar(parts, star); }
        |
            t = Label() { parts.add(t); }
        )
    )*
    { name = Trees.identifier(parts); }
    [ LOOKAHEAD({ at("(") }) call = Call(name) { return call; } ]
    { return name; }
}
