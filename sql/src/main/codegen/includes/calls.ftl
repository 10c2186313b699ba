/* Calls: by name with all their suffixes, and those with words between the arguments. */

SqlNode Call(SqlIdentifier name) :
{
    FunctionCall call;
    FunctionCall.Arguments arguments;
    SqlNode e;
    SqlNodeList order;
    WindowNode window;
}
{
    <LPAREN> arguments = Arguments() <RPAREN> { call = FunctionCall.of(name, arguments); }
    [
        LOOKAHEAD({ at("within", "group") })
        Word("within") <GROUP> <LPAREN> order = OrderBy() <RPAREN>
        { call = call.withinGroup(order); }
    ]
    [
        LOOKAHEAD({ at("filter", "(") })
        Word("filter") <LPAREN> <WHERE> e = Expression() <RPAREN>
        { call = call.filter(e); }
    ]
    (
        LOOKAHEAD({ at("ignore", "nulls") }) Word("ignore") Word("nulls")
        { call = call.nulls(FunctionCall.NullTreatment.IGNORE); }
    |
        LOOKAHEAD({ at("respect", "nulls") }) Word("respect") Word("nulls")
        { call = call.nulls(FunctionCall.NullTreatment.RESPECT); }
    |
        {}
    )
    [
        LOOKAHEAD({ at("over") })
        window = Over()
        { call = call.over(window); }
    ]
    { return call; }
}

FunctionCall.Arguments Arguments() :
{
    List<SqlNode> values = new ArrayList<SqlNode>();
    SqlNode e;
    boolean isDistinct = false;
    boolean isVariadic = false;
    SqlNodeList order = SqlNodeList.EMPTY;
}
{
    (
        <STAR> { return FunctionCall.Arguments.star(); }
    |
        [ <DISTINCT> { isDistinct = true; } | <ALL> ]
        [
            LOOKAHEAD({ !at(")") || token.kind != LPAREN })
            [ <VARIADIC> { isVariadic = true; } ]
            e = Argument() { values.add(e); }
            (
                <COMMA> [ <VARIADIC> { isVariadic = true; } ]
                e = Argument() { values.add(e); }
            )*
            [ order = OrderBy() ]
        ]
        {
            return new FunctionCall.Arguments(values, false, isDistinct, isVariadic, order);
        }
    )
}

SqlNode Argument() :
{ SqlNode e; SqlIdentifier name; Token t; }
{
    (
        LOOKAHEAD({
            upcoming().isName()
                && tokens.at(ahead() + 1).kind == NAMED_ARGUMENT_ASSIGNMENT })
        name = Identifier() t = <NAMED_ARGUMENT_ASSIGNMENT> e = Expression()
        { return Shapes.call(Shapes.NAMED, Positions.of(t), name, e); }
    |
        e = Expression() { return e; }
    )
}

WindowNode Over() :
{ SqlToken t; WindowNode window; }
{
    Word("over")
    (
        t = Name() { return WindowTrees.windowReference(t); }
    |
        window = WindowSpecification() { return window; }
    )
}

WindowNode WindowSpecification() :
{
    Token t;
    SqlToken reference = null;
    SqlNodeList partition = SqlNodeList.EMPTY;
    SqlNodeList order = SqlNodeList.EMPTY;
    WindowNode.Frame frame = null;
}
{
    t = <LPAREN>
    [ LOOKAHEAD({ atWindowReference() }) reference = Name() ]
    [ LOOKAHEAD({ at("partition") }) Word("partition") Word("by") partition = Expressions() ]
    [ order = OrderBy() ]
    [ LOOKAHEAD({ atAny("rows", "range", "groups") }) frame = Frame() ]
    <RPAREN>
    { return WindowTrees.window(reference, partition, order, frame, t); }
}

JAVACODE boolean atWindowReference() {
    return upcoming().isName() && !at("partition") && !atAny("rows", "range", "groups");
}

WindowNode.Frame Frame() :
{
    SqlToken unit;
    WindowNode.Bound start;
    WindowNode.Bound end = WindowTrees.currentRow();
    WindowNode.Exclusion exclusion = WindowNode.Exclusion.NO_OTHERS;
}
{
    unit = Label()
    (
        LOOKAHEAD({ at("between") })
        Word("between") start = FrameBound() <AND> end = FrameBound()
    |
        start = FrameBound()
    )
    [ LOOKAHEAD({ at("exclude") }) exclusion = FrameExclusion() ]
    { return WindowTrees.frame(unit, start, end, exclusion); }
}

WindowNode.Bound FrameBound() :
{ SqlNode offset = null; boolean isPreceding; }
{
    (
        LOOKAHEAD({ at("current", "row") }) Word("current") Word("row")
        { return WindowTrees.currentRow(); }
    |
        (
            LOOKAHEAD({ at("unbounded") }) Word("unbounded")
        |
            offset = Expression()
        )
        isPreceding = Direction()
        { return WindowTrees.bound(offset, isPreceding); }
    )
}

boolean Direction() :
{}
{
    (
        LOOKAHEAD({ at("preceding") }) Word("preceding") { return true; }
    |
        Word("following") { return false; }
    )
}

WindowNode.Exclusion FrameExclusion() :
{}
{
    Word("exclude")
    (
        LOOKAHEAD({ at("current") }) Word("current") Word("row")
        { return WindowNode.Exclusion.CURRENT_ROW; }
    |
        LOOKAHEAD({ at("group") }) <GROUP> { return WindowNode.Exclusion.GROUP; }
    |
        LOOKAHEAD({ at("ties") }) Word("ties") { return WindowNode.Exclusion.TIES; }
    |
        Word("no") Word("others") { return WindowNode.Exclusion.NO_OTHERS; }
    )
}

/** True if a word comes next that has a syntax of its own behind it. */
JAVACODE boolean atSpecialForm() {
    SqlToken next = upcoming();
    if (next.kind != IDENTIFIER) {
        return false;
    }
    SqlToken second = tokens.at(next.index + 1);
    if (second.is("[")) {
        return next.text.equals("list") || next.text.equals("map");
    }
    return second.is("(") && Trees.isSpecialForm(next.text)
        && (!Trees.takesQuery(next.text) || tokens.isQueryAt(next.index + 1));
}

SqlNode SpecialForm() :
{ SqlNode e; SqlToken t; }
{
    (
        LOOKAHEAD({ at("exists") }) t = Word("exists") <LPAREN> e = QueryExpression() <RPAREN>
        { return Trees.exists(e, t); }
    |
        LOOKAHEAD({ at("row") }) e = Row() { return e; }
    |
        LOOKAHEAD({ at("list") }) e = ListConstructor() { return e; }
    |
        LOOKAHEAD({ at("map") }) e = MapConstructor() { return e; }
    |
        LOOKAHEAD({ at("extract") }) e = Extract() { return e; }
    |
        LOOKAHEAD({ at("position") }) e = PositionCall() { return e; }
    |
        LOOKAHEAD({ at("substring") }) e = Substring() { return e; }
    |
        LOOKAHEAD({ at("overlay") }) e = Overlay() { return e; }
    |
        e = Trim() { return e; }
    )
}

SqlNode Row() :
{ SqlToken t; SqlNodeList list = SqlNodeList.EMPTY; }
{
    t = Word("row") <LPAREN> [ LOOKAHEAD({ !at(")") }) list = Expressions() ] <RPAREN>
    { return Trees.row(list, t); }
}

SqlNode ListConstructor() :
{ SqlToken t; SqlNode e; }
{
    t = Word("list")
    (
        e = ListElements(t) { return e; }
    |
        <LPAREN> e = QueryExpression() <RPAREN>
        { return Shapes.call(Shapes.LIST_QUERY, Positions.of(t), e); }
    )
}

SqlNode ListElements(Token at) :
{ List<SqlNode> elements = new ArrayList<SqlNode>(); SqlNode e; }
{
    <LBRACKET> { enter(); }
    [
        LOOKAHEAD({ !at("]") })
        e = ListElement() { elements.add(e); }
        ( <COMMA> e = ListElement() { elements.add(e); } )*
    ]
    <RBRACKET>
    { leave(); return Trees.list(elements, at); }
}

SqlNode ListElement() :
{ SqlNode e; }
{
    (
        LOOKAHEAD({ at("[") }) e = ListElements(upcoming()) { return e; }
    |
        e = Expression() { return e; }
    )
}

SqlNode MapConstructor() :
{ SqlToken t; SqlNode e; List<SqlNode> entries = new ArrayList<SqlNode>(); }
{
    t = Word("map")
    (
        <LBRACKET>
        [
            LOOKAHEAD({ !at("]") })
            MapEntry(entries) ( <COMMA> MapEntry(entries) )*
        ]
        <RBRACKET>
        { return Trees.map(entries, t); }
    |
        <LPAREN> e = QueryExpression() <RPAREN>
        { return Shapes.call(Shapes.MAP_QUERY, Positions.of(t), e); }
    )
}

void MapEntry(List<SqlNode> entries) :
{ SqlNode e; }
{
    e = Expression() { entries.add(e); }
    <NAMED_ARGUMENT_ASSIGNMENT>
    e = Expression() { entries.add(e); }
}

SqlNode Extract() :
{ SqlToken t; SqlToken field; SqlNode e; }
{
    t = Word("extract") <LPAREN>
    ( field = Text() | field = Label() )
    <FROM> e = Expression() <RPAREN>
    { return FunctionCall.of("extract", Positions.of(t), Trees.string(field), e); }
}

/** `position(a IN b)`; with a comma it is an ordinary call. */
SqlNode PositionCall() :
{ SqlToken t; SqlNode part; SqlNode whole; }
{
    t = Word("position") <LPAREN> part = Operation()
    (
        <IN> whole = Operation() <RPAREN>
        { return FunctionCall.of("position", Positions.of(t), whole, part); }
    |
        <COMMA> whole = Expression() <RPAREN>
        { return FunctionCall.of("position", Positions.of(t), part, whole); }
    )
}

SqlNode Substring() :
{ SqlToken t; SqlNode e; SqlNode from = null; SqlNode length = null; List<SqlNode> rest; }
{
    t = Word("substring") <LPAREN> e = Expression()
    (
        <FROM> from = Expression() [ <FOR> length = Expression() ]
    |
        <FOR> length = Expression() [ <FROM> from = Expression() ]
    |
        <SIMILAR> from = Expression() Word("escape") length = Expression()
    |
        ( <COMMA> from = Expression() [ <COMMA> length = Expression() ] )
    )
    <RPAREN>
    { return Trees.substring(e, from, length, t); }
}

SqlNode Overlay() :
{ SqlToken t; SqlNode e; SqlNode with; SqlNode from; SqlNode length = null; }
{
    t = Word("overlay") <LPAREN> e = Expression()
    (
        <PLACING> with = Expression() <FROM> from = Expression() [ <FOR> length = Expression() ]
    |
        <COMMA> with = Expression() <COMMA> from = Expression() [ <COMMA> length = Expression() ]
    )
    <RPAREN>
    { return Trees.overlay(e, with, from, length, t); }
}

SqlNode Trim() :
{ SqlToken t; String function = "btrim"; List<SqlNode> arguments = new ArrayList<SqlNode>(); SqlNode e; }
{
    t = Word("trim") <LPAREN>
    [ <BOTH> | <LEADING> { function = "ltrim"; } | <TRAILING> { function = "rtrim"; } ]
    (
        <FROM> TrimArguments(arguments)
    |
        e = Expression()
        (
            <FROM> TrimArguments(arguments) { arguments.add(e); }
        |
            { arguments.add(e); } [ <COMMA> TrimArguments(arguments) ]
        )
    )
    <RPAREN>
    { return Trees.call(function, arguments, t); }
}

void TrimArguments(List<SqlNode> arguments) :
{ SqlNode e; }
{
    e = Expression() { arguments.add(e); }
    ( <COMMA> e = Expression() { arguments.add(e); } )*
}
