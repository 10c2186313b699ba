/* CREATE, and the relations: tables, views, indexes; schemas, types and roles. */

Statement Create() :
{ Statement s; boolean orReplace = false; boolean isTemporary = false; }
{
    <CREATE>
    [ <OR> Word("replace") { orReplace = true; } ]
    [
        LOOKAHEAD({ atAny("temp", "temporary") }) Label() { isTemporary = true; }
    ]
    (
        LOOKAHEAD({ at("view") }) s = CreateView(orReplace, isTemporary)
    |
        LOOKAHEAD({ at("materialized") }) s = CreateMaterializedView(orReplace)
    |
        LOOKAHEAD({ at("table") && !orReplace }) s = CreateTable(isTemporary)
    |
        LOOKAHEAD({ at("sequence") && !orReplace }) s = CreateSequence(isTemporary)
    |
        LOOKAHEAD({ !orReplace && !isTemporary }) s = CreateOther()
    )
    { return s; }
}

Statement CreateOther() :
{ Statement s; }
{
    (
        LOOKAHEAD({ at("index") || at("default", "index") || at("unique", "index") })
        s = CreateIndex()
    |
        LOOKAHEAD({ at("secret") }) s = CreateSecret()
    |
        LOOKAHEAD({ at("connection") }) s = CreateConnection()
    |
        LOOKAHEAD({ at("cluster", "replica") && tokens.at(ahead() + 3).is(".") })
        s = CreateClusterReplica()
    |
        LOOKAHEAD({ at("cluster") }) s = CreateCluster()
    |
        LOOKAHEAD({ at("source") }) s = CreateSource()
    |
        LOOKAHEAD({ at("sink") }) s = CreateSink()
    |
        LOOKAHEAD({ at("schema") }) s = CreateSchema()
    |
        LOOKAHEAD({ at("database") }) s = CreateDatabase()
    |
        LOOKAHEAD({ at("type") }) s = CreateType()
    |
        LOOKAHEAD({ atAny("role", "user") }) s = CreateRole()
    |
        s = RefusedCreate()
    )
    { return s; }
}

JAVACODE Statement RefusedCreate() {
    String name = Refusals.nameOfCreate(upcoming().text);
    if (name != null && upcoming().isWord()) {
        throw unsupported(name, position());
    }
    throw unexpected();
}

Statement CreateView(boolean orReplace, boolean isTemporary) :
{ boolean ifNotExists; ObjectName name; List<ColumnName> columns; Query query; }
{
    Word("view") ifNotExists = IfNotExists() name = QualifiedName() columns = OptionalColumns()
    <AS> query = Query()
    {
        return new CreateStatement.CreateView(
            name, orReplace, isTemporary, ifNotExists, columns, query);
    }
}

Statement CreateMaterializedView(boolean orReplace) :
{
    boolean ifNotExists;
    ObjectName name;
    List<ColumnName> columns;
    ObjectName cluster;
    List<Option> settings = new ArrayList<Option>();
    List<Option> list;
    Query query;
}
{
    Word("materialized") Word("view") ifNotExists = IfNotExists()
    name = QualifiedName() columns = OptionalColumns() cluster = InCluster()
    ( <WITH> list = ParenthesizedOptions() { settings.addAll(list); } )*
    <AS> query = Query()
    [
        LOOKAHEAD({ at("with", "data") }) <WITH> Word("data")
    ]
    {
        return new CreateStatement.CreateMaterializedView(
            name, orReplace, ifNotExists, columns, cluster, settings, query);
    }
}

/** `IN CLUSTER c`, or null. */
ObjectName InCluster() :
{ SqlToken t; }
{
    [
        LOOKAHEAD({ at("in") }) <IN> Word("cluster") t = Name()
        { return ObjectName.of(t.text, t.position()); }
    ]
    { return null; }
}

Statement CreateTable(boolean isTemporary) :
{ boolean ifNotExists; ObjectName name; Statement s; }
{
    <TABLE> ifNotExists = IfNotExists() name = QualifiedName()
    (
        LOOKAHEAD({ at("as") || atNamesThenAs() })
        s = CreateTableAs(name, isTemporary, ifNotExists)
    |
        LOOKAHEAD({ at("from") || atNamesThenFrom() })
        s = CreateTableFrom(name, ifNotExists)
    |
        s = CreateTableColumns(name, isTemporary, ifNotExists)
    )
    { return s; }
}

JAVACODE boolean atNamesThenAs() {
    int end = tokens.endOfParentheses(ahead());
    return end > 0 && tokens.at(end).is("as");
}

JAVACODE boolean atNamesThenFrom() {
    int end = tokens.endOfParentheses(ahead());
    return end > 0 && tokens.at(end).is("from");
}

Statement CreateTableAs(ObjectName name, boolean isTemporary, boolean ifNotExists) :
{ List<ColumnName> columns; Query query; boolean withData = true; }
{
    columns = OptionalColumns() <AS> query = Query()
    [
        <WITH> [ LOOKAHEAD({ at("no") }) Word("no") { withData = false; } ] Word("data")
    ]
    {
        return new CreateStatement.CreateTableAs(
            name, isTemporary, ifNotExists, columns, query, withData);
    }
}

Statement CreateTableFrom(ObjectName name, boolean ifNotExists) :
{ List<ColumnName> columns; ObjectName source; ObjectName reference = null; SourceClauses clauses; }
{
    columns = OptionalColumns() <FROM>
    [
        LOOKAHEAD({ at("webhook") }) Word("webhook")
        { if (true) throw unsupported("CREATE TABLE FROM WEBHOOK", QueryPosition()); }
    ]
    Word("source") source = QualifiedName()
    [ <LPAREN> Word("reference") [ <EQ> ] reference = QualifiedName() <RPAREN> ]
    clauses = SourceClauses()
    {
        return new CreateStatement.CreateTableFromSource(
            name, ifNotExists, columns, source, reference, clauses);
    }
}

Statement CreateTableColumns(ObjectName name, boolean isTemporary, boolean ifNotExists) :
{
    List<ColumnDefinition> columns = new ArrayList<ColumnDefinition>();
    List<TableConstraint> constraints = new ArrayList<TableConstraint>();
    List<Option> settings;
}
{
    <LPAREN>
    [
        LOOKAHEAD({ !at(")") })
        TableElement(columns, constraints) ( <COMMA> TableElement(columns, constraints) )*
    ]
    <RPAREN>
    settings = WithOptions()
    [
        LOOKAHEAD({ Refusals.isTableClause(upcoming().text) && upcoming().isWord() })
        { if (true) throw unsupported("this clause of CREATE TABLE", position()); }
        Label()
    ]
    {
        return new CreateStatement.CreateTable(
            name, isTemporary, ifNotExists, columns, constraints, settings);
    }
}

void TableElement(List<ColumnDefinition> columns, List<TableConstraint> constraints) :
{ ColumnDefinition column; TableConstraint constraint; }
{
    (
        column = ColumnDefinition() { columns.add(column); }
    |
        LOOKAHEAD({ at("like") }) <LIKE>
        { if (true) throw unsupported("LIKE in CREATE TABLE", QueryPosition()); }
    |
        constraint = TableConstraint() { constraints.add(constraint); }
    )
}

ColumnDefinition ColumnDefinition() :
{
    ColumnSpec column;
    List<ColumnDefinition.Constraint> constraints = new ArrayList<ColumnDefinition.Constraint>();
    ColumnDefinition.Constraint constraint;
}
{
    column = ColumnSpec()
    (
        LOOKAHEAD({ !at(",") && !at(")") && !at(";") && upcoming().kind != EOF })
        constraint = ColumnConstraint() { constraints.add(constraint); }
    )*
    { return new ColumnDefinition(column, constraints); }
}

ColumnDefinition.Constraint ColumnConstraint() :
{ int start; String text; SqlNode e; ObjectName name; SqlToken n; String given = null; }
{
    { start = position(); }
    [ <CONSTRAINT> n = Name() { given = n.text; start = position(); } ]
    (
        <NULL> { return new ColumnDefinition.Constraint.Nullable(start); }
    |
        <NOT> <NULL> { return new ColumnDefinition.Constraint.NotNull(start); }
    |
        // A condition such as NOT or IN would swallow the next constraint, as in PostgreSQL.
        <DEFAULT_> { n = upcoming(); } e = Operation() { text = textFrom(n); }
        { return new ColumnDefinition.Constraint.Default(e, text, start); }
    |
        <PRIMARY> Word("key") KeyTail()
        { return new ColumnDefinition.Constraint.PrimaryKey(given, start); }
    |
        <UNIQUE> KeyTail() { return new ColumnDefinition.Constraint.Unique(given, start); }
    |
        <CHECK> <LPAREN> { n = upcoming(); } e = Expression() { text = textFrom(n); } <RPAREN>
        CheckTail()
        { return new ColumnDefinition.Constraint.Check(given, e, text, start); }
    |
        <REFERENCES> name = QualifiedName() ReferenceTail()
        { return new ColumnDefinition.Constraint.References(name, start); }
    |
        <COLLATE> name = QualifiedName()
        { return new ColumnDefinition.Constraint.Collation(name, start); }
    |
        e = Generated(start) { return generated; }
    )
}

/** `GENERATED …`, left in `generated`. */
SqlNode Generated(int start) :
{ SqlNode e; SqlToken n; String text; boolean isAlways = true; List<SequenceOption> settings; int after; }
{
    Word("generated") { after = position(); }
    (
        LOOKAHEAD({ at("by") }) Word("by") <DEFAULT_> { isAlways = false; }
    |
        Word("always")
    )
    <AS>
    (
        <LPAREN> { n = upcoming(); } e = Expression() { text = textFrom(n); } <RPAREN>
        {
            if (!isAlways) {
                throw DatabaseException.at(
                    after, SqlState.SYNTAX_ERROR,
                    "for a generated column, GENERATED ALWAYS must be specified");
            }
        }
        Word("stored")
        {
            generated = new ColumnDefinition.Constraint.Generated(e, text, start);
            return e;
        }
    |
        Word("identity") settings = ParenthesizedSequenceOptions()
        {
            generated = new ColumnDefinition.Constraint.Identity(isAlways, settings, start);
            return null;
        }
    )
}

/** What may follow UNIQUE and PRIMARY KEY; all of it is refused but the plain meaning. */
void KeyTail() :
{}
{
    [
        LOOKAHEAD({ at("nulls") }) Word("nulls")
        (
            <NOT> { if (true) throw unsupported("NULLS NOT DISTINCT", QueryPosition()); }
            <DISTINCT>
        |
            <DISTINCT>
        )
    ]
    [
        LOOKAHEAD({ at("not", "enforced") }) <NOT> Word("enforced")
        { if (true) throw unsupported("NOT ENFORCED", QueryPosition()); }
    ]
    (
        LOOKAHEAD({ at("not", "deferrable") }) <NOT> Word("deferrable")
    |
        LOOKAHEAD({ at("deferrable") }) Word("deferrable")
        { if (true) throw unsupported("DEFERRABLE", QueryPosition()); }
    |
        {}
    )
    (
        LOOKAHEAD({ at("initially", "immediate") }) Word("initially") Word("immediate")
    |
        LOOKAHEAD({ at("initially") }) Word("initially") Word("deferred")
        { if (true) throw unsupported("INITIALLY DEFERRED", QueryPosition()); }
    |
        {}
    )
}

void CheckTail() :
{}
{
    (
        LOOKAHEAD({ at("no", "inherit") }) Word("no") Word("inherit")
        { if (true) throw unsupported("NO INHERIT", QueryPosition()); }
    |
        LOOKAHEAD({ at("not", "valid") }) <NOT> Word("valid")
        { if (true) throw unsupported("NOT VALID", QueryPosition()); }
    |
        {}
    )
}

/** What may follow REFERENCES; foreign keys are refused as a whole, so it is only read over. */
void ReferenceTail() :
{}
{
    OptionalColumns()
    (
        <ON> ( LOOKAHEAD({ at("delete") }) Word("delete") | Word("update") )
        (
            LOOKAHEAD({ at("no") }) Word("no") Word("action")
        |
            LOOKAHEAD({ at("set") }) Word("set") ( <NULL> | <DEFAULT_> )
        |
            LOOKAHEAD({ at("restrict") }) Word("restrict")
        |
            Word("cascade")
        )
    )*
}

TableConstraint TableConstraint() :
{
    int start;
    SqlNode e;
    String text;
    List<ColumnName> columns;
    ObjectName name;
    SqlToken n;
    String given = null;
}
{
    { start = position(); }
    [ <CONSTRAINT> n = Name() { given = n.text; start = position(); } ]
    (
        <PRIMARY> Word("key") <LPAREN> columns = Columns() <RPAREN> KeyTail()
        { return new TableConstraint.PrimaryKey(given, columns, start); }
    |
        <UNIQUE> <LPAREN> columns = Columns() <RPAREN> KeyTail()
        { return new TableConstraint.Unique(given, columns, start); }
    |
        <CHECK> <LPAREN> { n = upcoming(); } e = Expression() { text = textFrom(n); } <RPAREN>
        CheckTail()
        { return new TableConstraint.Check(given, e, text, start); }
    |
        <FOREIGN> Word("key") <LPAREN> columns = Columns() <RPAREN>
        <REFERENCES> name = QualifiedName() ReferenceTail()
        { return new TableConstraint.ForeignKey(columns, name, start); }
    )
}

Statement CreateSequence(boolean isTemporary) :
{ boolean ifNotExists; ObjectName name; List<SequenceOption> settings; }
{
    Word("sequence") ifNotExists = IfNotExists() name = QualifiedName() settings = SequenceOptions()
    { return new CreateStatement.CreateSequence(name, isTemporary, ifNotExists, settings); }
}

List<SequenceOption> ParenthesizedSequenceOptions() :
{ List<SequenceOption> settings = Collections.<SequenceOption>emptyList(); }
{
    [ <LPAREN> settings = SequenceOptions() <RPAREN> ]
    { return settings; }
}

List<SequenceOption> SequenceOptions() :
{ List<SequenceOption> settings = new ArrayList<SequenceOption>(); SequenceOption option; }
{
    (
        LOOKAHEAD({ upcoming().isWord() }) option = SequenceOption() { settings.add(option); }
    )*
    { return settings; }
}

SequenceOption SequenceOption() :
{ int start; Long number; TypeSpec type; ObjectName name; boolean isNo = false; }
{
    { start = position(); }
    (
        <AS> type = TypeName() { return new SequenceOption.As(type, start); }
    |
        LOOKAHEAD({ at("increment") }) Word("increment") [ LOOKAHEAD({ at("by") }) Word("by") ]
        number = Long()
        { return new SequenceOption.Of(SequenceOption.Kind.INCREMENT, number, start); }
    |
        LOOKAHEAD({ at("start") }) Label() [ <WITH> ] number = Long()
        { return new SequenceOption.Of(SequenceOption.Kind.START, number, start); }
    |
        LOOKAHEAD({ at("restart") }) Word("restart") [ <WITH> ] number = OptionalLong()
        { return new SequenceOption.Of(SequenceOption.Kind.RESTART, number, start); }
    |
        LOOKAHEAD({ at("cache") }) Word("cache") number = Long()
        { return new SequenceOption.Of(SequenceOption.Kind.CACHE, number, start); }
    |
        LOOKAHEAD({ at("owned") }) Word("owned") Word("by") name = QualifiedName()
        { return new SequenceOption.OwnedBy(name, start); }
    |
        [ LOOKAHEAD({ at("no") }) Word("no") { isNo = true; } ]
        (
            LOOKAHEAD({ at("minvalue") }) Word("minvalue") number = Bound(isNo)
            { return new SequenceOption.Of(SequenceOption.Kind.MINIMUM, number, start); }
        |
            LOOKAHEAD({ at("maxvalue") }) Word("maxvalue") number = Bound(isNo)
            { return new SequenceOption.Of(SequenceOption.Kind.MAXIMUM, number, start); }
        |
            Word("cycle")
            { return new SequenceOption.Of(SequenceOption.Kind.CYCLE, isNo ? 0L : 1L, start); }
        )
    )
}

Long Bound(boolean isNo) :
{ Long number = null; }
{
    ( LOOKAHEAD({ isNo }) {} | number = Long() )
    { return number; }
}

Long OptionalLong() :
{ Long number = null; }
{
    [ number = Long() ]
    { return number; }
}

Long Long() :
{ Token t; boolean minus = false; }
{
    [ <MINUS> { minus = true; } | <PLUS> ]
    t = <UNSIGNED_INTEGER_LITERAL>
    { return Trees.bigint((SqlToken) t, minus); }
}

Statement CreateIndex() :
{
    boolean isDefault = false;
    boolean isUnique = false;
    boolean ifNotExists;
    ObjectName name = null;
    ObjectName cluster;
    ObjectName relation;
    List<SqlNode> keys = Collections.<SqlNode>emptyList();
    List<Option> settings;
    SqlToken t;
}
{
    [ <DEFAULT_> { isDefault = true; } | <UNIQUE> { isUnique = true; } ]
    Word("index")
    [ LOOKAHEAD({ at("concurrently") }) <CONCURRENTLY> ]
    ifNotExists = IfNotExists()
    [ LOOKAHEAD({ upcoming().isName() }) name = QualifiedName() ]
    cluster = InCluster()
    <ON> relation = QualifiedName()
    [ <USING> t = Name() { Refusals.checkIndexMethod(t); } ]
    ( LOOKAHEAD({ isDefault && !at("(") }) {} | keys = IndexKeys() )
    settings = WithOptions()
    {
        return new CreateStatement.CreateIndex(
            name, ifNotExists, isDefault, isUnique, cluster, relation, keys, settings);
    }
}

List<SqlNode> IndexKeys() :
{ List<SqlNode> keys = new ArrayList<SqlNode>(); SqlNode e; }
{
    <LPAREN>
    [
        LOOKAHEAD({ !at(")") })
        e = OrderItem() { keys.add(QueryTrees.withoutOrder(e)); }
        ( <COMMA> e = OrderItem() { keys.add(QueryTrees.withoutOrder(e)); } )*
    ]
    <RPAREN>
    { return keys; }
}

Statement CreateSchema() :
{ boolean ifNotExists; ObjectName name; }
{
    Word("schema") ifNotExists = IfNotExists() name = QualifiedName()
    { return new CreateStatement.CreateSchema(name, ifNotExists); }
}

Statement CreateDatabase() :
{ boolean ifNotExists; SqlToken t; }
{
    Word("database") ifNotExists = IfNotExists() t = Name()
    { return new CreateStatement.CreateDatabase(ObjectName.of(t.text, t.position()), ifNotExists); }
}

Statement CreateType() :
{
    ObjectName name;
    CreateStatement.TypeBody body;
    List<ColumnSpec> fields;
    TypeSpec key;
    TypeSpec value;
}
{
    Word("type") name = QualifiedName() <AS>
    (
        <LPAREN> fields = ColumnSpecs() <RPAREN>
        { body = new CreateStatement.TypeBody.Record(fields); }
    |
        LOOKAHEAD({ at("list") }) Word("list") <LPAREN> value = TypeOption("element") <RPAREN>
        { body = new CreateStatement.TypeBody.ListBody(value); }
    |
        LOOKAHEAD({ at("map") }) Word("map") <LPAREN> key = TypeOption("key") <COMMA>
        value = TypeOption("value") <RPAREN>
        { body = new CreateStatement.TypeBody.MapBody(key, value); }
    |
        Word("enum") { if (true) throw unsupported("an enum type", QueryPosition()); body = null; }
    )
    { return new CreateStatement.CreateType(name, body); }
}

TypeSpec TypeOption(String what) :
{ TypeSpec type; }
{
    Word(what) Word("type") [ <EQ> ] type = TypeName()
    { return type; }
}

Statement CreateRole() :
{ boolean ifNotExists; SqlToken t; List<Option> attributes; }
{
    Label() ifNotExists = IfNotExists() t = Name() attributes = RoleAttributes()
    {
        return new CreateStatement.CreateRole(
            ObjectName.of(t.text, t.position()), ifNotExists, attributes);
    }
}

OptionSetting Password() :
{ SqlToken s; }
{
    (
        s = Text() { return new OptionSetting.Text(s.text); }
    |
        <NULL> { return new OptionSetting.Word("null"); }
    )
}

List<Option> RoleAttributes() :
{ List<Option> list = new ArrayList<Option>(); SqlToken t; OptionSetting value; }
{
    [ <WITH> ]
    (
        LOOKAHEAD({ upcoming().isName() })
        t = Label() { OptionTrees.checkRoleAttribute(t); value = new OptionSetting.Absent(); }
        ( LOOKAHEAD({ t.is("password") }) value = Password() | {} )
        { list.add(new Option(t.text, value, t.position())); }
    )*
    { return list; }
}
