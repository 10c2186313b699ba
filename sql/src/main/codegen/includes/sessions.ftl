/* Settings, transactions, cursors and prepared statements. */

Statement SettingStatement() :
{ Statement s; String name = null; SqlToken t; int start; }
{
    (
        LOOKAHEAD({ at("set") }) s = Set() { return s; }
    |
        LOOKAHEAD({ at("reset") }) Word("reset") { start = position(); }
        [ <ALL> { return new SettingStatement.Reset(null, start); } ]
        name = VariableName() { return new SettingStatement.Reset(name, start); }
    |
        Word("discard") t = Label()
        { return new SettingStatement.Discard(OptionTrees.discarded(t)); }
    )
}

/** A setting's name: `a`, `a.b`, or `time zone`. */
String VariableName() :
{ ObjectName name; Token t; }
{
    (
        LOOKAHEAD({ at("time", "zone") }) Word("time") Word("zone") { return "timezone"; }
    |
        LOOKAHEAD({ at("session", "authorization") }) Word("session") <AUTHORIZATION>
        { return "session_authorization"; }
    |
        LOOKAHEAD({ at("transaction", "isolation") })
        Word("transaction") Word("isolation") Word("level") { return "transaction_isolation"; }
    |
        name = QualifiedName() { return name.toString(); }
    )
}

Statement Set() :
{ Statement s; boolean isLocal = false; }
{
    Word("set")
    (
        LOOKAHEAD({ atScope("local") }) Word("local") { isLocal = true; }
    |
        LOOKAHEAD({ atScope("session") }) Word("session")
    |
        {}
    )
    (
        LOOKAHEAD({ at("characteristics") }) Word("characteristics") <AS> Word("transaction")
        s = SetModes(true)
    |
        LOOKAHEAD({ at("transaction") && !tokens.at(ahead() + 1).is("=") && !tokens.at(ahead() + 1).is("to") })
        Word("transaction") s = SetModes(false)
    |
        s = SetOne(isLocal)
    )
    { return s; }
}

JAVACODE boolean atScope(String word) {
    return at(word) && tokens.at(ahead() + 1).isName() && !at("session", "authorization");
}

Statement SetModes(boolean isSession) :
{ TransactionStatement.Modes modes; }
{
    modes = Modes()
    { return new SettingStatement.SetTransaction(modes, isSession); }
}

Statement SetOne(boolean isLocal) :
{
    String name;
    int start;
    List<OptionSetting> values = Collections.<OptionSetting>emptyList();
    OptionSetting value;
    boolean isDefault = false;
}
{
    { start = position(); }
    (
        LOOKAHEAD({ at("time", "zone") }) Word("time") Word("zone") values = ZoneValue()
        { name = "timezone"; }
    |
        LOOKAHEAD({ at("session", "authorization") }) Word("session") <AUTHORIZATION>
        { name = "session_authorization"; }
        ( <DEFAULT_> | values = SettingValues() )
    |
        LOOKAHEAD({ at("constraints") && !atAssignment() })
        { if (true) throw unsupported("SET CONSTRAINTS", position()); name = ""; }
        Label()
    |
        LOOKAHEAD({ at("names") && !atAssignment() }) Word("names")
        { name = "client_encoding"; }
        [ values = SettingValues() ]
    |
        LOOKAHEAD({ at("schema") && !atAssignment() }) Word("schema") values = SettingValues()
        { name = "search_path"; }
    |
        LOOKAHEAD({ at("role") && !atAssignment() }) Word("role") values = SettingValues()
        { name = "role"; }
    |
        name = VariableName()
        ( <TO> | <EQ> )
        ( <DEFAULT_> | values = SettingValues() )
    )
    { return new SettingStatement.SetVariable(name, values, isLocal, start); }
}

JAVACODE boolean atAssignment() {
    SqlToken next = tokens.at(ahead() + 1);
    return next.is("=") || next.is("to");
}

List<OptionSetting> ZoneValue() :
{ List<OptionSetting> values; SqlToken t; String fields; }
{
    (
        <DEFAULT_> { return Collections.<OptionSetting>emptyList(); }
    |
        LOOKAHEAD({ at("local") }) Word("local") { return Collections.<OptionSetting>emptyList(); }
    |
        LOOKAHEAD({ at("interval") }) Word("interval") t = Text() fields = IntervalFields(true)
        { return Collections.<OptionSetting>singletonList(new OptionSetting.Text(t.text)); }
    |
        values = SettingValues() { return values; }
    )
}

List<OptionSetting> SettingValues() :
{ List<OptionSetting> values = new ArrayList<OptionSetting>(); OptionSetting value; }
{
    value = SettingValue() { values.add(value); }
    ( <COMMA> value = SettingValue() { values.add(value); } )*
    { return values; }
}

OptionSetting SettingValue() :
{ SqlToken t; OptionSetting value; }
{
    (
        t = Text() { return new OptionSetting.Text(t.text); }
    |
        value = NumberSetting() { return value; }
    |
        LOOKAHEAD({ upcoming().kind == QUOTED_IDENTIFIER }) t = Name()
        { return new OptionSetting.Text(t.text); }
    |
        LOOKAHEAD({ Keywords.isSettingWord(upcoming().kind) }) t = Label()
        { StringBuilder words = new StringBuilder(t.text); }
        ( LOOKAHEAD({ upcoming().kind == IDENTIFIER }) t = Label() { words.append(' ').append(t.text); } )*
        { return new OptionSetting.Word(words.toString()); }
    )
}

JAVACODE boolean atTransaction() {
    return atAny("begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release");
}

Statement TransactionStatement() :
{ TransactionStatement.Modes modes; boolean isChain; SqlToken t; }
{
    (
        LOOKAHEAD({ at("begin") }) Word("begin") TransactionWord() modes = OptionalModes()
        { return new TransactionStatement.Begin(modes); }
    |
        LOOKAHEAD({ at("start") }) Word("start") Word("transaction") modes = OptionalModes()
        { return new TransactionStatement.Begin(modes); }
    |
        LOOKAHEAD({ atAny("commit", "end") }) Label() TransactionWord() isChain = Chain()
        { return new TransactionStatement.Commit(isChain); }
    |
        LOOKAHEAD({ atAny("rollback", "abort") }) Label() TransactionWord()
        [
            <TO> [ LOOKAHEAD({ at("savepoint") && tokens.at(ahead() + 1).isName() }) Word("savepoint") ]
            t = Name() { return new TransactionStatement.RollbackTo(t.text); }
        ]
        isChain = Chain()
        { return new TransactionStatement.Rollback(isChain); }
    |
        LOOKAHEAD({ at("savepoint") }) Word("savepoint") t = Name()
        { return new TransactionStatement.Savepoint(t.text); }
    |
        Word("release")
        [ LOOKAHEAD({ at("savepoint") && tokens.at(ahead() + 1).isName() }) Word("savepoint") ]
        t = Name()
        { return new TransactionStatement.Release(t.text); }
    )
}

void TransactionWord() :
{}
{
    (
        LOOKAHEAD({ at("transaction") }) Word("transaction")
    |
        LOOKAHEAD({ at("work") }) Word("work")
    |
        {}
    )
}

boolean Chain() :
{ boolean isChain = true; }
{
    [
        <AND> [ LOOKAHEAD({ at("no") }) Word("no") { isChain = false; } ] Word("chain")
        { return isChain; }
    ]
    { return false; }
}

TransactionStatement.Modes OptionalModes() :
{ TransactionStatement.Modes modes = OptionTrees.noModes(); }
{
    [ LOOKAHEAD({ atMode() }) modes = Modes() ]
    { return modes; }
}

JAVACODE boolean atMode() {
    return at("isolation") || at("read") || at("deferrable") || at("not", "deferrable");
}

TransactionStatement.Modes Modes() :
{ TransactionStatement.Modes modes = OptionTrees.noModes(); }
{
    modes = Mode(modes)
    ( LOOKAHEAD({ at(",") || atMode() }) [ <COMMA> ] modes = Mode(modes) )*
    { return modes; }
}

TransactionStatement.Modes Mode(TransactionStatement.Modes modes) :
{ SqlToken t; String level; }
{
    (
        LOOKAHEAD({ at("isolation") }) Word("isolation") Word("level") level = IsolationLevel()
        {
            return new TransactionStatement.Modes(
                level, modes.isReadOnly(), modes.isDeferrable());
        }
    |
        LOOKAHEAD({ at("read") }) Word("read")
        (
            <ONLY>
            {
                return new TransactionStatement.Modes(
                    modes.isolation(), Boolean.TRUE, modes.isDeferrable());
            }
        |
            Word("write")
            {
                return new TransactionStatement.Modes(
                    modes.isolation(), Boolean.FALSE, modes.isDeferrable());
            }
        )
    |
        <DEFERRABLE>
        {
            return new TransactionStatement.Modes(
                modes.isolation(), modes.isReadOnly(), Boolean.TRUE);
        }
    |
        <NOT> <DEFERRABLE>
        {
            return new TransactionStatement.Modes(
                modes.isolation(), modes.isReadOnly(), Boolean.FALSE);
        }
    )
}

String IsolationLevel() :
{}
{
    (
        LOOKAHEAD({ at("serializable") }) Word("serializable") { return "serializable"; }
    |
        LOOKAHEAD({ at("repeatable") }) Word("repeatable") Word("read")
        { return "repeatable read"; }
    |
        LOOKAHEAD({ at("read", "committed") }) Word("read") Word("committed")
        { return "read committed"; }
    |
        LOOKAHEAD({ at("read") }) Word("read") Word("uncommitted") { return "read uncommitted"; }
    |
        LOOKAHEAD({ at("strong") }) Word("strong") Word("session") Word("serializable")
        { return "strong session serializable"; }
    |
        Word("strict") Word("serializable") { return "strict serializable"; }
    )
}

JAVACODE boolean atCursor() {
    return atAny("declare", "fetch", "move", "close", "prepare", "execute", "deallocate");
}

Statement CursorStatement() :
{ Statement s; SqlToken t; }
{
    (
        LOOKAHEAD({ at("declare") }) s = Declare() { return s; }
    |
        LOOKAHEAD({ atAny("fetch", "move") }) s = Fetch() { return s; }
    |
        LOOKAHEAD({ at("close") }) Word("close")
        [ <ALL> { return new CursorStatement.Close("", true, QueryPosition()); } ]
        t = Name() { return new CursorStatement.Close(t.text, false, t.position()); }
    |
        LOOKAHEAD({ at("prepare") }) s = Prepare() { return s; }
    |
        LOOKAHEAD({ at("execute") }) s = Execute() { return s; }
    |
        Word("deallocate")
        [ LOOKAHEAD({ at("prepare") && tokens.at(ahead() + 1).isWord() }) Word("prepare") ]
        [ <ALL> { return new CursorStatement.Deallocate("", true, QueryPosition()); } ]
        t = Name() { return new CursorStatement.Deallocate(t.text, false, t.position()); }
    )
}

Statement Declare() :
{
    SqlToken name;
    boolean isBinary = false;
    boolean isScroll = false;
    boolean isHold = false;
    Statement body;
}
{
    Word("declare") name = Name()
    (
        LOOKAHEAD({ !at("cursor") })
        (
        LOOKAHEAD({ at("binary") }) <BINARY> { isBinary = true; }
    |
        LOOKAHEAD({ atAny("insensitive", "asensitive") }) Label()
    |
        LOOKAHEAD({ at("no") }) Word("no") Word("scroll")
    |
        Word("scroll") { isScroll = true; }
        )
    )*
    Word("cursor")
    (
        <WITH> Word("hold") { isHold = true; }
    |
        LOOKAHEAD({ at("without") }) Word("without") Word("hold")
    |
        {}
    )
    <FOR>
    (
        LOOKAHEAD({ at("subscribe") }) body = Subscribe()
    |
        body = SelectStatement()
    )
    { return new CursorStatement.Declare(name.text, isBinary, isScroll, isHold, body); }
}

Statement Fetch() :
{
    SqlToken verb;
    SqlToken name;
    Direction direction;
    List<Option> settings;
}
{
    verb = Label() direction = FetchDirection()
    [ LOOKAHEAD({ at("from") || at("in") }) Label() ]
    name = Name() settings = WithOptions()
    { return OptionTrees.fetch(verb, direction, name, settings); }
}

Direction FetchDirection() :
{ SqlToken t; long count; String word = "forward"; }
{
    (
        LOOKAHEAD({ atAny("forward", "backward") && atFetchWord() })
        t = Label() { word = t.text; count = 1; }
        (
            <ALL> { count = Long.MAX_VALUE; }
        |
            LOOKAHEAD({ !upcoming().isWord() }) count = Integer()
        |
            {}
        )
        { return new Direction(word, count); }
    |
        LOOKAHEAD({ atAny("absolute", "relative") && atFetchWord() })
        t = Label() count = Integer() { return new Direction(t.text, count); }
    |
        LOOKAHEAD({ at("next") && atFetchWord() }) Word("next")
        { return new Direction("forward", 1); }
    |
        LOOKAHEAD({ at("prior") && atFetchWord() }) Word("prior")
        { return new Direction("backward", 1); }
    |
        LOOKAHEAD({ at("first") && atFetchWord() }) Word("first")
        { return new Direction("absolute", 1); }
    |
        LOOKAHEAD({ at("last") && atFetchWord() }) Word("last")
        { return new Direction("absolute", -1); }
    |
        <ALL> { return new Direction("forward", Long.MAX_VALUE); }
    |
        LOOKAHEAD({ !upcoming().isWord() }) count = Integer()
        { return new Direction("forward", count); }
    |
        { return new Direction("forward", 1); }
    )
}

/** True if the next word cannot be the cursor's name because more follows. */
JAVACODE boolean atFetchWord() {
    SqlToken second = tokens.at(ahead() + 1);
    return second.kind != EOF && second.kind != SEMICOLON;
}

Statement Prepare() :
{
    SqlToken name;
    List<TypeSpec> types = new ArrayList<TypeSpec>();
    TypeSpec type;
    Statement body;
    SqlToken first;
}
{
    Word("prepare") name = Name()
    [
        <LPAREN> type = TypeName() { types.add(type); }
        ( <COMMA> type = TypeName() { types.add(type); } )* <RPAREN>
    ]
    <AS> { first = upcoming(); }
    body = Statement()
    {
        String text = tokens.text(first.start, ((SqlToken) token).end);
        return new CursorStatement.Prepare(name.text, types, body, text, first.position());
    }
}

Statement Execute() :
{ SqlToken name; List<SqlNode> arguments = Collections.<SqlNode>emptyList(); SqlNodeList list; }
{
    Word("execute") name = Name()
    [
        <LPAREN> list = Expressions() { arguments = list.getList(); } <RPAREN>
    ]
    { return new CursorStatement.Execute(name.text, arguments, name.position()); }
}
