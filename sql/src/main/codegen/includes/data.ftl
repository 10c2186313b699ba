/* Statements that write rows. */

Statement Insert() :
{
    ObjectName table;
    String alias = null;
    SqlToken t;
    List<ColumnName> columns = Collections.<ColumnName>emptyList();
    Query source = null;
    DataStatement.OnConflict conflict = null;
    SqlNodeList returning;
    DataStatement.Overriding overriding = DataStatement.Overriding.NOTHING;
}
{
    Word("insert") <INTO> table = QualifiedName()
    [ <AS> t = Name() { alias = t.text; } ]
    [ LOOKAHEAD({ at("(") && !tokens.isQueryAt(ahead()) }) <LPAREN> columns = Columns() <RPAREN> ]
    [ LOOKAHEAD({ at("overriding") }) overriding = Overriding() ]
    (
        LOOKAHEAD({ at("default") }) <DEFAULT_> Word("values")
    |
        source = Query()
    )
    [ conflict = OnConflict() ]
    returning = Returning()
    {
        return new DataStatement.Insert(
            table, alias, columns, overriding, source, conflict, returning);
    }
}

DataStatement.Overriding Overriding() :
{ DataStatement.Overriding overriding; }
{
    Word("overriding")
    (
        <USER> { overriding = DataStatement.Overriding.USER_VALUE; }
    |
        Word("system") { overriding = DataStatement.Overriding.SYSTEM_VALUE; }
    )
    Word("value")
    { return overriding; }
}

JAVACODE int QueryPosition() {
    return token.beginColumn;
}

DataStatement.OnConflict OnConflict() :
{
    Token t;
    List<SqlNode> target = Collections.<SqlNode>emptyList();
    SqlNodeList list;
    SqlToken name;
    String constraint = null;
    List<DataStatement.Assignment> assignments =
        Collections.<DataStatement.Assignment>emptyList();
    SqlNode where = null;
    boolean isNothing = false;
    Token p;
    int targetPosition = 0;
}
{
    t = <ON> Word("conflict")
    [
        p = <LPAREN> { targetPosition = p.beginColumn; }
        list = Expressions() <RPAREN> { target = list.getList(); }
        [
            <WHERE> { if (true) throw unsupported("a predicate in ON CONFLICT", QueryPosition()); }
            Expression()
        ]
    |
        <ON> <CONSTRAINT> name = Name() { constraint = name.text; }
    ]
    <DO>
    (
        LOOKAHEAD({ at("nothing") }) Word("nothing") { isNothing = true; }
    |
        Word("update") Word("set") assignments = Assignments()
        [ <WHERE> where = Expression() ]
    )
    {
        return new DataStatement.OnConflict(
            target, targetPosition, constraint, isNothing, assignments, where, t.beginColumn);
    }
}

SqlNodeList Returning() :
{ SqlNodeList items = SqlNodeList.EMPTY; }
{
    [ <RETURNING> items = SelectItems() ]
    { return items; }
}

/** The condition of an UPDATE or DELETE. */
SqlNode Where() :
{ SqlNode e; }
{
    <WHERE>
    [
        LOOKAHEAD({ at("current", "of") })
        { if (true) throw unsupported("WHERE CURRENT OF", position()); }
        Label()
    ]
    e = Expression()
    { return e; }
}

Statement Update() :
{
    ObjectName table;
    String alias;
    List<DataStatement.Assignment> assignments;
    SqlNode from = null;
    SqlNode where = null;
    SqlNodeList returning;
}
{
    Word("update") [ <ONLY> ] table = QualifiedName() alias = TargetAlias()
    Word("set") assignments = Assignments()
    [ <FROM> from = From() ]
    [ where = Where() ]
    returning = Returning()
    { return new DataStatement.Update(table, alias, assignments, from, where, returning); }
}

/** The alias of the table that is written, or null. */
String TargetAlias() :
{ SqlToken t; }
{
    (
        <AS> t = Name() { return t.text; }
    |
        LOOKAHEAD({ upcoming().isName() && !at("set") }) t = Name() { return t.text; }
    |
        {}
    )
    { return null; }
}

List<DataStatement.Assignment> Assignments() :
{
    List<DataStatement.Assignment> list = new ArrayList<DataStatement.Assignment>();
    DataStatement.Assignment a;
}
{
    a = Assignment() { list.add(a); }
    ( <COMMA> a = Assignment() { list.add(a); } )*
    { return list; }
}

DataStatement.Assignment Assignment() :
{ List<ColumnName> columns; ColumnName column; SqlNode value; }
{
    (
        <LPAREN> columns = Columns() <RPAREN>
    |
        column = Column() { columns = Collections.singletonList(column); }
        [
            LOOKAHEAD({ at("[") || at(".") }) Label()
        ]
    )
    <EQ> value = Expression()
    { return new DataStatement.Assignment(columns, value); }
}

Statement Delete() :
{
    ObjectName table;
    String alias;
    SqlNode using = null;
    SqlNode where = null;
    SqlNodeList returning;
}
{
    Word("delete") <FROM> [ <ONLY> ] table = QualifiedName() alias = TargetAlias()
    [ <USING> using = From() ]
    [ where = Where() ]
    returning = Returning()
    { return new DataStatement.Delete(table, alias, using, where, returning); }
}

Statement Truncate() :
{ List<ObjectName> names; boolean isRestart = false; DropStatement.Behaviour behaviour; }
{
    Word("truncate") [ <TABLE> ] [ <ONLY> ] names = QualifiedNames()
    (
        LOOKAHEAD({ at("restart") }) Word("restart") Word("identity") { isRestart = true; }
    |
        LOOKAHEAD({ at("continue") }) Word("continue") Word("identity")
    |
        {}
    )
    behaviour = Behaviour()
    {
        return new DataStatement.Truncate(
            names, isRestart, behaviour == DropStatement.Behaviour.CASCADE);
    }
}

Statement Merge() :
{
    ObjectName table;
    String alias;
    SqlNode source;
    SqlNode on;
    List<DataStatement.MergeBranch> branches = new ArrayList<DataStatement.MergeBranch>();
}
{
    Word("merge") <INTO> [ <ONLY> ] table = QualifiedName() alias = TargetAlias()
    <USING> source = From() <ON> on = Expression()
    ( MergeBranch(branches) )+
    { return new DataStatement.Merge(table, alias, source, on, branches); }
}

void MergeBranch(List<DataStatement.MergeBranch> branches) :
{
    Token t;
    boolean isMatched = true;
    SqlNode condition = null;
    DataStatement.MergeAction action;
}
{
    t = <WHEN> [ <NOT> { isMatched = false; } ] Word("matched")
    [ <AND> condition = Expression() ]
    <THEN>
    (
        <DO> Word("nothing") { action = new DataStatement.MergeAction.Nothing(); }
    |
        LOOKAHEAD({ at("insert") }) action = MergeInsert()
    |
        LOOKAHEAD({ at("update") }) action = MergeUpdate()
    |
        Word("delete") { action = new DataStatement.MergeAction.Delete(); }
    )
    { branches.add(new DataStatement.MergeBranch(isMatched, condition, action, t.beginColumn)); }
}

DataStatement.MergeAction MergeUpdate() :
{ List<DataStatement.Assignment> assignments; }
{
    Word("update") Word("set") assignments = Assignments()
    { return new DataStatement.MergeAction.Update(assignments); }
}

DataStatement.MergeAction MergeInsert() :
{
    List<ColumnName> columns;
    DataStatement.Overriding overriding = DataStatement.Overriding.NOTHING;
    SqlNodeList values = null;
}
{
    Word("insert") columns = OptionalColumns()
    [ LOOKAHEAD({ at("overriding") }) overriding = Overriding() ]
    (
        LOOKAHEAD({ at("default") }) <DEFAULT_> Word("values")
    |
        Word("values") <LPAREN> values = Expressions() <RPAREN>
    )
    { return new DataStatement.MergeAction.Insert(columns, overriding, values); }
}

Statement Copy() :
{ Statement s; ObjectName table; List<ColumnName> columns; List<Option> settings; }
{
    Word("copy")
    (
        s = CopyQuery() { return s; }
    |
        [ <INTO> ]
        table = QualifiedName() columns = OptionalColumns()
        (
            <FROM> CopyEnd("stdin") settings = CopyOptions()
            { return new DataStatement.CopyFrom(table, columns, settings); }
        |
            <TO> CopyEnd("stdout") settings = CopyOptions()
            { return new DataStatement.CopyTableTo(table, columns, settings); }
        )
    )
}

Statement CopyQuery() :
{ QueryStatement source; List<Option> settings; }
{
    <LPAREN>
    (
        LOOKAHEAD({ at("subscribe") }) source = Subscribe()
    |
        source = SelectStatement()
    )
    <RPAREN>
    <TO> CopyEnd("stdout") settings = CopyOptions()
    { return new DataStatement.CopyTo(source, settings); }
}

/** STDIN or STDOUT; both words mean the client, whichever is written, as in PostgreSQL. */
JAVACODE void CopyEnd(String expected) {
    if (upcoming().isString() || at("program")) {
        throw unsupported("COPY with a file or a program", position());
    }
    if (!at("stdin") && !at("stdout")) {
        throw unexpected();
    }
    Label();
}

/** `[WITH] (options)`, or the older list of words. */
List<Option> CopyOptions() :
{ List<Option> list = new ArrayList<Option>(); }
{
    [ <WITH> ]
    (
        <LPAREN> [ LOOKAHEAD({ !at(")") }) list = Options() ] <RPAREN> { return list; }
    |
        ( LOOKAHEAD({ upcoming().isWord() }) CopyWord(list) )*
        { return list; }
    )
}

void CopyWord(List<Option> list) :
{ SqlToken t; OptionSetting value = new OptionSetting.Absent(); SqlToken s; }
{
    t = Label()
    [
        [ <AS> ]
        s = Text() { value = new OptionSetting.Text(s.text); }
    ]
    { list.add(OptionTrees.copyWord(t, value)); }
}
