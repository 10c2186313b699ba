/* FROM: relations, sub-queries, functions and joins. */

SqlNode From() :
{ SqlNode e; SqlNode right; Token t; }
{
    e = JoinTree()
    ( t = <COMMA> right = JoinTree() { e = QueryTrees.comma(e, right, t); } )*
    { return e; }
}

SqlNode JoinTree() :
{ SqlNode e; }
{
    { enter(); }
    e = FromItem()
    ( e = Join(e) )*
    { leave(); return e; }
}

SqlNode Join(SqlNode left) :
{
    SqlToken t;
    SqlNode right;
    SqlNode condition = null;
    SqlNodeList columns = null;
    boolean isNatural = false;
    JoinType type = JoinType.INNER;
}
{
    { t = upcoming(); }
    (
        <CROSS> <JOIN> right = FromItem() { return QueryTrees.cross(left, right, t); }
    |
        [ <NATURAL> { isNatural = true; } ]
        [
            <INNER>
        |
            <LEFT> [ <OUTER> ] { type = JoinType.LEFT; }
        |
            <RIGHT> [ <OUTER> ] { type = JoinType.RIGHT; }
        |
            <FULL> [ <OUTER> ] { type = JoinType.FULL; }
        ]
        <JOIN> right = FromItem()
        [
            LOOKAHEAD({ !isNatural })
            ( LOOKAHEAD({ atJoin() }) right = Join(right) )*
            (
                <ON> condition = Expression()
            |
                <USING> columns = UsingColumns()
            )
        ]
        { return QueryTrees.join(left, right, type, isNatural, condition, columns, t); }
    )
}

SqlNodeList UsingColumns() :
{
    List<SqlNode> columns = new ArrayList<SqlNode>();
    SqlIdentifier column;
    SqlIdentifier alias = null;
    Token t;
}
{
    t = <LPAREN>
    column = Identifier() { columns.add(column); }
    ( <COMMA> column = Identifier() { columns.add(column); } )*
    <RPAREN>
    [
        LOOKAHEAD({ at("as") }) <AS> alias = Identifier()
    ]
    { return new UsingColumns(columns, alias, Positions.of(t)); }
}

SqlNode FromItem() :
{ SqlNode e; Token t; ObjectName name; Statement show; boolean isLateral = false; }
{
    (
        t = <LATERAL>
        (
            LOOKAHEAD({ tokens.isQueryAt(ahead()) }) <LPAREN> e = QueryExpression() <RPAREN>
            { e = QueryTrees.lateral(e, t); }
        |
            e = FunctionItem(true)
        )
    |
        LOOKAHEAD({ tokens.isQueryAt(ahead()) }) <LPAREN> e = QueryExpression() <RPAREN>
    |
        LOOKAHEAD({ at("(", "show") }) t = <LPAREN> show = Show() <RPAREN>
        { e = new ShowNode(show, Positions.of(t)); }
    |
        LOOKAHEAD({ at("(") }) <LPAREN> e = JoinTree() { checkJoin(e); } <RPAREN>
    |
        LOOKAHEAD({ atFunctionItem() }) e = FunctionItem(false)
    |
        [ <ONLY> ]
        name = QualifiedName() { e = Trees.identifier(name); }
        [ LOOKAHEAD({ at("*") }) <STAR> ]
    )
    e = Aliased(e)
    [
        LOOKAHEAD({ at("tablesample") }) <TABLESAMPLE> QualifiedName() <LPAREN>
        { if (true) throw unsupported("TABLESAMPLE", Trees.at(token)); }
    ]
    { return e; }
}

/** Parentheses are for joins: a relation alone may not stand in them. */
JAVACODE void checkJoin(SqlNode e) {
    if (!(e instanceof SqlJoin)) {
        throw unexpected();
    }
}

/** True if a function is called next, or several in step. */
JAVACODE boolean atFunctionItem() {
    SqlToken next = upcoming();
    if (Keywords.isValue(next.kind)) {
        return true;
    }
    if (Keywords.isFunctionName(next.kind)) {
        return tokens.at(next.index + 1).is("(");
    }
    if (!next.isName()) {
        return false;
    }
    if (next.is("rows") && tokens.at(next.index + 1).is("from")) {
        return true;
    }
    int i = next.index + 1;
    while (tokens.at(i).is(".") && tokens.at(i + 1).isWord()) {
        i += 2;
    }
    return tokens.at(i).is("(");
}

SqlNode FunctionItem(boolean isLateral) :
{
    List<FunctionCall> functions = new ArrayList<FunctionCall>();
    FunctionCall call;
    SqlToken t;
    boolean isRowsFrom = false;
    boolean withOrdinality = false;
}
{
    { t = upcoming(); }
    (
        LOOKAHEAD({ at("rows", "from") })
        Word("rows") <FROM> <LPAREN> { isRowsFrom = true; }
        call = FunctionOfFrom() { functions.add(call); }
        ( <COMMA> call = FunctionOfFrom() { functions.add(call); } )*
        <RPAREN>
    |
        call = FunctionOfFrom() { functions.add(call); }
    )
    [
        LOOKAHEAD({ atPair("with", "ordinality") }) <WITH> Word("ordinality")
        { withOrdinality = true; }
    ]
    {
        return new TableFunctionNode(
            functions, isRowsFrom, isLateral, withOrdinality,
            Collections.<ColumnSpec>emptyList(), Positions.of(t));
    }
}

/** True if an alias defines columns: names with types. */
JAVACODE boolean atDefinitions() {
    return at("(") && tokens.at(ahead() + 1).isName() && tokens.at(ahead() + 2).isName();
}

FunctionCall FunctionOfFrom() :
{ SqlNode e; }
{
    e = Primary()
    {
        if (!(e instanceof FunctionCall)) {
            tokens.touchIf(e instanceof SqlIdentifier, ahead());
            throw unexpected();
        }
        return (FunctionCall) e;
    }
}

/** An item with the alias behind it, if any. */
SqlNode Aliased(SqlNode e) :
{
    SqlIdentifier alias;
    List<ColumnName> columns = Collections.<ColumnName>emptyList();
    List<ColumnSpec> definitions;
    Token t;
}
{
    (
        LOOKAHEAD({ e instanceof TableFunctionNode && at("as", "(") }) t = <AS> <LPAREN> definitions = ColumnSpecs() <RPAREN>
        { return QueryTrees.defineColumns(e, definitions, t); }
    |
        LOOKAHEAD({ at("as") && !tokens.at(ahead() + 1).is("of") || atAlias() && !at("set") })
        [ <AS> ]
        alias = Identifier()
        (
            LOOKAHEAD({ e instanceof TableFunctionNode && atDefinitions() })
            t = <LPAREN> definitions = ColumnSpecs() <RPAREN>
            { return QueryTrees.as(QueryTrees.defineColumns(e, definitions, t), alias); }
        |
            <LPAREN> columns = Columns() <RPAREN>
        |
            {}
        )
        { return QueryTrees.as(e, alias, columns); }
    |
        { return e; }
    )
}
