/* Queries: WITH, set operations, SELECT and what may follow. */

Query Query() :
{ SqlNode node; SqlToken t; }
{
    { t = upcoming(); }
    node = QueryExpression()
    { return new Query(node, tokens.text(t.start, ((SqlToken) token).end), t.position()); }
}

SqlNode QueryExpression() :
{ SqlNode e; }
{
    { enter(); }
    ( e = WithQuery() | e = SortedQuery() )
    { leave(); return e; }
}

SqlNode WithQuery() :
{ Token t; SqlNode e; boolean isRecursive = false; List<SqlNode> items = new ArrayList<SqlNode>(); }
{
    t = <WITH>
    (
        LOOKAHEAD({ at("mutually", "recursive") }) e = MutuallyRecursive(t) { return e; }
    |
        [
            LOOKAHEAD({ at("recursive") && !tokens.at(ahead() + 1).is("as") })
            Word("recursive") { isRecursive = true; }
        ]
        WithItem(items, isRecursive) ( <COMMA> WithItem(items, isRecursive) )*
        e = SortedQuery()
        { return QueryTrees.with(items, e, t); }
    )
}

void WithItem(List<SqlNode> items, boolean isRecursive) :
{ SqlIdentifier name; List<ColumnName> columns; SqlNode query; }
{
    name = Identifier() columns = OptionalColumns() <AS>
    (
        LOOKAHEAD({ at("materialized") }) Word("materialized")
    |
        LOOKAHEAD({ at("not") }) <NOT> Word("materialized")
    |
        {}
    )
    <LPAREN>
    {
        if (atAny("insert", "update", "delete")) {
            throw unsupported("a data-modifying statement in WITH", position());
        }
    }
    query = QueryExpression() <RPAREN>
    { items.add(QueryTrees.withItem(name, columns, query, isRecursive)); }
}

SqlNode MutuallyRecursive(Token at) :
{
    List<MutuallyRecursiveNode.Binding> bindings =
        new ArrayList<MutuallyRecursiveNode.Binding>();
    MutuallyRecursiveNode.Binding binding;
    List<Option> limits = Collections.<Option>emptyList();
    SqlNode body;
}
{
    Word("mutually") Word("recursive")
    [ limits = ParenthesizedOptions() ]
    binding = RecursiveBinding() { bindings.add(binding); }
    ( <COMMA> binding = RecursiveBinding() { bindings.add(binding); } )*
    body = SortedQuery()
    { return new MutuallyRecursiveNode(bindings, limits, body, Positions.of(at)); }
}

MutuallyRecursiveNode.Binding RecursiveBinding() :
{ SqlToken t; List<ColumnSpec> columns; SqlNode query; }
{
    t = Name() <LPAREN> columns = ColumnSpecs() <RPAREN>
    <AS> <LPAREN> query = QueryExpression() <RPAREN>
    {
        return new MutuallyRecursiveNode.Binding(
            ObjectName.of(t.text, t.position()), columns, query);
    }
}

List<ColumnSpec> ColumnSpecs() :
{ List<ColumnSpec> columns = new ArrayList<ColumnSpec>(); ColumnSpec column; }
{
    column = ColumnSpec() { columns.add(column); }
    ( <COMMA> column = ColumnSpec() { columns.add(column); } )*
    { return columns; }
}

ColumnSpec ColumnSpec() :
{ SqlToken t; TypeSpec type; }
{
    t = Name() type = TypeName()
    { return new ColumnSpec(t.text, type, t.position()); }
}

/** A query with its ORDER BY and LIMIT, in any order as in PostgreSQL. */
SqlNode SortedQuery() :
{ SqlNode e; QueryTail tail; SqlToken first; }
{
    { first = upcoming(); }
    e = SetOperation() { tail = new QueryTail(e, first); }
    ( LOOKAHEAD({ atTail() }) QueryClause(tail) )*
    { return tail.build(); }
}

JAVACODE boolean atTail() {
    return atAny("order", "limit", "offset", "fetch", "for");
}

void QueryClause(QueryTail tail) :
{}
{
    (
        QueryOrder(tail)
    |
        QueryLimit(tail)
    |
        QueryOffset(tail)
    |
        QueryFetch(tail)
    |
        <FOR> RowLock()
    )
}

JAVACODE void RowLock() {
    SqlToken strength = Label();
    if (!QueryTrees.isLock(strength.text)) {
        throw unexpected();
    }
    throw unsupported("row locking", strength.position());
}

void QueryOrder(QueryTail tail) :
{ SqlNodeList order; }
{
    order = OrderBy() { tail.order(order); }
}

void QueryLimit(QueryTail tail) :
{ SqlNode e = null; Token t; }
{
    t = <LIMIT> ( <ALL> | e = Expression() ) { tail.limit(e, t); }
}

void QueryOffset(QueryTail tail) :
{ SqlNode e; Token t; }
{
    t = <OFFSET> e = Expression()
    (
        LOOKAHEAD({ at("row") }) Word("row")
    |
        LOOKAHEAD({ at("rows") }) Word("rows")
    |
        {}
    )
    { tail.offset(e, t); }
}

void QueryFetch(QueryTail tail) :
{ SqlNode e; Token t; }
{
    t = <FETCH> { e = QueryTrees.one(t); }
    ( LOOKAHEAD({ at("first") }) Word("first") | Word("next") )
    [ LOOKAHEAD({ !at("row") && !at("rows") }) e = Signed() ]
    ( LOOKAHEAD({ at("row") }) Word("row") | Word("rows") )
    (
        <ONLY>
    |
        <WITH> Word("ties") { e = QueryTrees.withTies(e, t); }
    )
    { tail.limit(e, t); }
}

SqlNodeList OrderBy() :
{ List<SqlNode> items = new ArrayList<SqlNode>(); SqlNode e; Token t; }
{
    t = <ORDER> Word("by")
    e = OrderItem() { items.add(e); }
    ( <COMMA> e = OrderItem() { items.add(e); } )*
    { return new SqlNodeList(items, Positions.of(t)); }
}

SqlNode OrderItem() :
{ SqlNode e; Token t; }
{
    e = Expression()
    [
        <ASC>
    |
        t = <DESC> { e = QueryTrees.descending(e, t); }
    |
        t = <USING> ( <LT> | <GT> { e = QueryTrees.descending(e, t); } )
    ]
    (
        LOOKAHEAD({ atPair("nulls", "first") }) t = Word("nulls") Word("first")
        { e = QueryTrees.nullsFirst(e, t); }
    |
        LOOKAHEAD({ atPair("nulls", "last") }) t = Word("nulls") Word("last")
        { e = QueryTrees.nullsLast(e, t); }
    |
        {}
    )
    { return e; }
}

SqlNode SetOperation() :
{ SqlNode e; SqlNode right; Token t; boolean isAll; }
{
    e = Intersection()
    (
        ( t = <UNION> | t = <EXCEPT> ) isAll = AllOrDistinct() right = Intersection()
        { e = QueryTrees.setOperation(e, right, t, isAll); }
    )*
    { return e; }
}

SqlNode Intersection() :
{ SqlNode e; SqlNode right; Token t; boolean isAll; }
{
    e = QueryPrimary()
    (
        t = <INTERSECT> isAll = AllOrDistinct() right = QueryPrimary()
        { e = QueryTrees.setOperation(e, right, t, isAll); }
    )*
    { return e; }
}

boolean AllOrDistinct() :
{}
{
    [ <ALL> { return true; } | <DISTINCT> ]
    { return false; }
}

SqlNode QueryPrimary() :
{ SqlNode e; Token t; ObjectName name; }
{
    (
        e = Select() { return e; }
    |
        <LPAREN> e = QueryExpression() <RPAREN> { return e; }
    |
        t = <TABLE> name = QualifiedName() { return QueryTrees.table(name, t); }
    |
        e = Values() { return e; }
    )
}

SqlNode Values() :
{ SqlToken t; SqlToken r; List<SqlNode> rows = new ArrayList<SqlNode>(); SqlNodeList row; }
{
    t = Word("values")
    { r = upcoming(); } <LPAREN> row = Expressions() <RPAREN> { rows.add(Trees.row(row, r)); }
    (
        <COMMA>
        { r = upcoming(); } <LPAREN> row = Expressions() <RPAREN> { rows.add(Trees.row(row, r)); }
    )*
    { return QueryTrees.values(rows, t); }
}

SqlNode Select() :
{
    Token t;
    SelectNode.Parts parts = new SelectNode.Parts();
    SqlNodeList list;
    SqlNode e;
    List<Option> hints;
    List<WindowNode> windows;
}
{
    t = <SELECT>
    [
        <ALL>
    |
        <DISTINCT>
        (
            <ON> <LPAREN> list = Expressions() <RPAREN> { parts.distinctOn = list; }
        |
            { parts.isDistinct = true; }
        )
    ]
    [ LOOKAHEAD({ !atEndOfItems() }) list = SelectItems() { parts.items = list; } ]
    [
        LOOKAHEAD({ at("into") }) <INTO>
        { if (true) throw unsupported("SELECT INTO", Trees.at(token)); }
    ]
    [ <FROM> e = From() { parts.from = e; } ]
    [ <WHERE> e = Expression() { parts.where = e; } ]
    [ LOOKAHEAD({ at("group") }) list = GroupBy() { parts.groupBy = list; } ]
    [ <HAVING> e = Expression() { parts.having = e; } ]
    [ LOOKAHEAD({ at("qualify") }) Word("qualify") e = Expression() { parts.qualify = e; } ]
    [ windows = Windows() { parts.windows = windows; } ]
    [
        LOOKAHEAD({ at("options", "(") }) Word("options") hints = ParenthesizedOptions()
        { parts.options = hints; }
    ]
    { return new SelectNode(parts, Positions.of(t)); }
}

SqlNodeList SelectItems() :
{ List<SqlNode> items = new ArrayList<SqlNode>(); SqlNode e; int start; }
{
    { start = position(); }
    e = SelectItem() { items.add(e); }
    ( <COMMA> e = SelectItem() { items.add(e); } )*
    { return new SqlNodeList(items, Positions.at(start)); }
}

SqlNode SelectItem() :
{ SqlNode e; Token t; SqlIdentifier alias = null; }
{
    (
        t = <STAR> { return Trees.star(t); }
    |
        e = Expression()
        (
            LOOKAHEAD({ at("as") && !tokens.at(ahead() + 1).is("of") })
            <AS> alias = LabelIdentifier()
        |
            LOOKAHEAD({ atBareLabel() }) alias = LabelIdentifier()
        |
            {}
        )
        { return alias == null ? e : QueryTrees.as(e, alias); }
    )
}

SqlNodeList GroupBy() :
{ List<SqlNode> items = new ArrayList<SqlNode>(); SqlNode e; Token t; }
{
    t = <GROUP> Word("by")
    [
        <ALL>
    |
        <DISTINCT> { if (true) throw unsupported("GROUP BY DISTINCT", Trees.at(token)); }
    ]
    e = GroupItem() { items.add(e); }
    ( <COMMA> e = GroupItem() { items.add(e); } )*
    { return new SqlNodeList(items, Positions.of(t)); }
}

SqlNode GroupItem() :
{ SqlNode e; Token t; SqlNodeList list; }
{
    (
        LOOKAHEAD({ at("(", ")") }) t = <LPAREN> <RPAREN> { return QueryTrees.emptyGroup(t); }
    |
        LOOKAHEAD({ at("rollup", "(") }) t = Word("rollup") <LPAREN> list = Expressions() <RPAREN>
        { return QueryTrees.rollup(list, t); }
    |
        LOOKAHEAD({ at("cube", "(") }) t = Word("cube") <LPAREN> list = Expressions() <RPAREN>
        { return QueryTrees.cube(list, t); }
    |
        LOOKAHEAD({ at("grouping", "sets") }) e = GroupingSets() { return e; }
    |
        e = Expression() { return e; }
    )
}

SqlNode GroupingSets() :
{ SqlToken t; List<SqlNode> items = new ArrayList<SqlNode>(); SqlNode e; }
{
    t = Word("grouping") Word("sets") <LPAREN> { enter(); }
    e = GroupItem() { items.add(e); }
    ( <COMMA> e = GroupItem() { items.add(e); } )*
    <RPAREN>
    { leave(); return QueryTrees.groupingSets(items, t); }
}

List<WindowNode> Windows() :
{ List<WindowNode> windows = new ArrayList<WindowNode>(); WindowNode window; }
{
    <WINDOW>
    window = NamedWindow() { windows.add(window); }
    ( <COMMA> window = NamedWindow() { windows.add(window); } )*
    { return windows; }
}

WindowNode NamedWindow() :
{ SqlToken t; WindowNode window; }
{
    t = Name() <AS> window = WindowSpecification()
    { return window.named(t.text); }
}
