/* Expressions by precedence, loosest first, as in PostgreSQL. */

SqlNode Expression() :
{ SqlNode e; SqlNode right; Token t; }
{
    { enter(); }
    e = Conjunction()
    ( t = <OR> right = Conjunction() { e = Trees.or(e, right, t); } )*
    { leave(); return e; }
}

SqlNodeList Expressions() :
{ List<SqlNode> list = new ArrayList<SqlNode>(); SqlNode e; int start; }
{
    { start = position(); }
    e = Expression() { list.add(e); }
    ( <COMMA> e = Expression() { list.add(e); } )*
    { return new SqlNodeList(list, Positions.at(start)); }
}

SqlNode Conjunction() :
{ SqlNode e; SqlNode right; Token t; }
{
    e = Negation()
    ( t = <AND> right = Negation() { e = Trees.and(e, right, t); } )*
    { return e; }
}

SqlNode Negation() :
{ SqlNode e; Token t; }
{
    (
        t = <NOT> { enter(); } e = Negation() { leave(); return Trees.not(e, t); }
    |
        e = Test() { return e; }
    )
}

/** IS something. */
SqlNode Test() :
{ SqlNode e; SqlNode right; Token t; boolean not; }
{
    e = Comparison()
    (
        t = <IS> { not = false; }
        [ <NOT> { not = true; } ]
        (
            <NULL> { e = Trees.isNull(e, not, t); }
        |
            <TRUE> { e = Trees.isTrue(e, not, t); }
        |
            <FALSE> { e = Trees.isFalse(e, not, t); }
        |
            LOOKAHEAD({ at("unknown") }) Word("unknown") { e = Trees.isUnknown(e, not, t); }
        |
            <DISTINCT> <FROM> right = Comparison() { e = Trees.isDistinct(e, right, not, t); }
        )
    |
        t = <ISNULL> { e = Trees.isNull(e, false, t); }
    |
        t = <NOTNULL> { e = Trees.isNull(e, true, t); }
    )*
    { return e; }
}

SqlNode Comparison() :
{ SqlNode e; SqlNode right; Token t; }
{
    e = Membership()
    [
        t = ComparisonSymbol()
        (
            LOOKAHEAD({ atQuantifier() })
            e = Quantified(e, new OperatorSymbol(t.image, ""), t)
        |
            right = Membership() { e = Trees.binary(e, right, t); }
        )
    ]
    { return e; }
}

Token ComparisonSymbol() :
{ Token t; }
{
    ( t = <EQ> | t = <LT> | t = <GT> | t = <LE> | t = <GE> | t = <NE> )
    { return t; }
}

/** The right side of `x op ANY`. */
SqlNode Quantified(SqlNode left, OperatorSymbol symbol, Token at) :
{ SqlNode right; boolean isAll = false; }
{
    ( <ANY> | <SOME> | <ALL> { isAll = true; } )
    (
        LOOKAHEAD({ tokens.isQueryAt(ahead()) }) <LPAREN> right = QueryExpression() <RPAREN>
    |
        <LPAREN> right = Expression() <RPAREN>
    )
    { return Shapes.call(new QuantifiedOperator(symbol, isAll), Positions.of(at), left, right); }
}

/** BETWEEN, IN, LIKE and their kin. They do not chain. */
SqlNode Membership() :
{ SqlNode e; SqlNode right; boolean not = false; Token t = null; }
{
    e = Operation()
    [
        LOOKAHEAD({ atMembership() })
        [ t = <NOT> { not = true; } ]
        (
            LOOKAHEAD({ at("between") }) e = Between(e, not)
        |
            e = In(e, not)
        |
            e = Like(e, not)
        |
            e = Similar(e, not)
        )
    ]
    [
        LOOKAHEAD({ at("overlaps") }) t = <OVERLAPS> right = Operation()
        { e = Trees.overlaps(e, right, t); }
    ]
    { return e; }
}

SqlNode Between(SqlNode e, boolean not) :
{ SqlNode low; SqlNode high; SqlToken t; boolean symmetric = false; }
{
    t = Word("between") [ <SYMMETRIC> { symmetric = true; } | <ASYMMETRIC> ]
    low = Operation() <AND> high = Operation()
    { return Trees.between(e, low, high, not, symmetric, t); }
}

SqlNode In(SqlNode e, boolean not) :
{ SqlNode right; Token t; }
{
    t = <IN>
    (
        LOOKAHEAD({ tokens.isQueryAt(ahead()) }) <LPAREN> right = QueryExpression() <RPAREN>
    |
        <LPAREN> right = Expressions() <RPAREN>
    )
    { return Trees.in(e, right, not, t); }
}

SqlNode Like(SqlNode e, boolean not) :
{ SqlNode pattern; SqlNode escape = null; Token t; OperatorSymbol symbol; }
{
    ( t = <LIKE> | t = <ILIKE> )
    { symbol = Trees.likeSymbol(t.kind == ILIKE, not); }
    (
        LOOKAHEAD({ atQuantifier() }) e = Quantified(e, symbol, t) { return e; }
    |
        pattern = Operation()
        [ LOOKAHEAD({ at("escape") }) Word("escape") escape = Operation() ]
        { return Trees.like(e, symbol, pattern, escape, t); }
    )
}

SqlNode Similar(SqlNode e, boolean not) :
{ SqlNode pattern; SqlNode escape = null; Token t; }
{
    t = <SIMILAR> <TO> pattern = Operation()
    [ LOOKAHEAD({ at("escape") }) Word("escape") escape = Operation() ]
    { return Trees.similar(e, pattern, escape, not, t); }
}

/** Operators without a precedence of their own. */
SqlNode Operation() :
{ SqlNode e; SqlNode right; OperatorSymbol symbol; SqlToken t; }
{
    e = OperationOperand()
    (
        LOOKAHEAD({ upcoming().kind == OPERATOR_SYMBOL || at("operator", "(") })
        { t = upcoming(); }
        symbol = Operator()
        (
            LOOKAHEAD({ atQuantifier() }) e = Quantified(e, symbol, t)
        |
            right = OperationOperand()
            { e = Shapes.call(symbol, Positions.of(t), e, right); }
        )
    )*
    { return e; }
}

SqlNode OperationOperand() :
{ SqlNode e; SqlToken t; OperatorSymbol symbol; }
{
    (
        LOOKAHEAD({ upcoming().kind == OPERATOR_SYMBOL || at("operator", "(") })
        { enter(); t = upcoming(); }
        symbol = Operator() e = OperationOperand()
        { leave(); return Shapes.call(symbol, Positions.of(t), e); }
    |
        e = Sum() { return e; }
    )
}

/** An operator by symbol, or qualified: `OPERATOR(pg_catalog.~)`. */
OperatorSymbol Operator() :
{ Token t; String schema = ""; SqlToken s; }
{
    (
        t = <OPERATOR_SYMBOL> { return new OperatorSymbol(t.image, ""); }
    |
        Word("operator") <LPAREN>
        ( s = Name() <DOT> { schema = s.text; } )*
        t = AnyOperator()
        <RPAREN>
        { return new OperatorSymbol(t.image, schema); }
    )
}

Token AnyOperator() :
{ Token t; }
{
    (
        t = <OPERATOR_SYMBOL> | t = <PLUS> | t = <MINUS> | t = <STAR> | t = <SLASH>
    |   t = <PERCENT_REMAINDER> | t = <CARET> | t = ComparisonSymbol()
    )
    { return t; }
}

SqlNode Sum() :
{ SqlNode e; SqlNode right; Token t; }
{
    e = Product()
    ( ( t = <PLUS> | t = <MINUS> ) right = Product() { e = Trees.binary(e, right, t); } )*
    { return e; }
}

SqlNode Product() :
{ SqlNode e; SqlNode right; Token t; }
{
    e = Power()
    (
        ( t = <STAR> | t = <SLASH> | t = <PERCENT_REMAINDER> ) right = Power()
        { e = Trees.binary(e, right, t); }
    )*
    { return e; }
}

SqlNode Power() :
{ SqlNode e; SqlNode right; Token t; }
{
    e = AtZone()
    ( t = <CARET> right = AtZone() { e = Trees.binary(e, right, t); } )*
    { return e; }
}

SqlNode AtZone() :
{ SqlNode e; SqlNode zone; SqlToken t; }
{
    e = Collated()
    (
        LOOKAHEAD({ at("at", "time") })
        t = Word("at") Word("time") Word("zone") zone = Collated()
        { e = FunctionCall.of("timezone", Positions.of(t), zone, e); }
    )*
    { return e; }
}

SqlNode Collated() :
{ SqlNode e; ObjectName name; Token t; }
{
    e = Signed()
    ( LOOKAHEAD(1) t = <COLLATE> name = QualifiedName() { e = Trees.collate(e, name, t); } )*
    { return e; }
}

SqlNode Signed() :
{ SqlNode e; Token t; }
{
    (
        t = <MINUS> { enter(); } e = Signed() { leave(); return Trees.minus(e, t); }
    |
        t = <PLUS> { enter(); } e = Signed() { leave(); return Trees.prefix(e, t); }
    |
        e = Postfix() { return e; }
    )
}

SqlNode Postfix() :
{ SqlNode e; }
{
    e = Primary()
    (
        LOOKAHEAD({ upcoming().kind == TYPE_CAST || upcoming().kind == LBRACKET || atField() })
        e = PostfixOf(e)
    )*
    { return e; }
}

SqlNode PostfixOf(SqlNode e) :
{ TypeSpec type; Token t; SqlIdentifier field; }
{
    (
        t = <TYPE_CAST> type = TypeName() { e = Trees.cast(e, type, Positions.of(t)); }
    |
        e = Subscript(e)
    |
        <DOT>
        (
            t = <STAR> { e = Trees.allFields(e, t); }
        |
            field = LabelIdentifier() { e = Trees.field(e, field); }
        )
    )
    { return e; }
}

SqlNode Subscript(SqlNode e) :
{ SqlNode from = null; SqlNode to = null; Token t; boolean isSlice = false; }
{
    t = <LBRACKET>
    [ LOOKAHEAD({ !at(":") && !at("]") }) from = Expression() ]
    [ <COLON> { isSlice = true; } [ LOOKAHEAD({ !at("]") }) to = Expression() ] ]
    {
        if (from == null && !isSlice) {
            tokens.touchIf(true, ahead());
            throw unexpected();
        }
    }
    <RBRACKET>
    { return Trees.subscript(e, from, to, isSlice, t); }
}
