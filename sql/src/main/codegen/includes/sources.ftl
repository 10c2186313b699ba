/* Sources and sinks, their formats and envelopes. */

Statement CreateSource() :
{
    boolean ifNotExists;
    ObjectName name;
    List<ColumnName> columns;
    ObjectName cluster;
    SourceOrigin origin;
    SourceClauses clauses;
    List<Option> settings;
}
{
    Word("source") ifNotExists = IfNotExists() name = QualifiedName()
    columns = OptionalColumns() cluster = InCluster()
    <FROM>
    (
        LOOKAHEAD({ at("webhook") }) origin = Webhook() settings = WithOptions()
        { clauses = OptionTrees.clauses(settings); }
    |
        LOOKAHEAD({ at("load") }) origin = LoadGenerator() clauses = SourceClauses()
    |
        LOOKAHEAD({ at("kafka", "broker") }) origin = KafkaBroker() clauses = SourceClauses()
    |
        origin = ConnectionOrigin() clauses = SourceClauses()
    )
    {
        return new CreateStatement.CreateSource(
            name, ifNotExists, columns, cluster, origin, clauses);
    }
}

SourceOrigin ConnectionOrigin() :
{ String type; ObjectName name; List<Option> settings = Collections.<Option>emptyList(); }
{
    type = ConnectionType() Word("connection") name = QualifiedName()
    [ LOOKAHEAD({ at("(") }) settings = ParenthesizedOptions() ]
    { return new SourceOrigin.Connection(type, name, settings); }
}

SourceOrigin KafkaBroker() :
{ SqlToken broker; SqlToken topic; List<Option> settings; }
{
    Word("kafka") Word("broker") broker = Text() Word("topic") topic = Text()
    settings = WithOptions()
    { return new SourceOrigin.KafkaBroker(broker.text, topic.text, settings); }
}

SourceOrigin LoadGenerator() :
{ SqlToken t; String name; List<Option> settings = Collections.<Option>emptyList(); }
{
    Word("load") Word("generator") t = Label() { name = t.text; }
    [ LOOKAHEAD({ t.is("key") }) Word("value") { name = "key value"; } ]
    [ LOOKAHEAD({ at("(") }) settings = ParenthesizedOptions() ]
    { return new SourceOrigin.LoadGenerator(name, settings); }
}

SourceOrigin Webhook() :
{
    String format;
    List<SourceOrigin.Header> headers = new ArrayList<SourceOrigin.Header>();
    SourceOrigin.Header header;
    SourceOrigin.Check check = null;
    SqlToken t;
}
{
    Word("webhook") Word("body") Word("format") t = Label()
    { format = OptionTrees.bodyFormat(t); }
    [ LOOKAHEAD({ t.is("json") && at("array") }) <ARRAY> { format = "json array"; } ]
    (
        LOOKAHEAD({ at("include") }) header = WebhookHeader() { headers.add(header); }
    )*
    [ check = WebhookCheck() ]
    { return new SourceOrigin.Webhook(format, headers, check); }
}

SourceOrigin.Header WebhookHeader() :
{
    SqlToken name;
    SqlToken column;
    boolean isBytes;
    List<String> only = new ArrayList<String>();
    List<String> except = new ArrayList<String>();
}
{
    Word("include")
    (
        LOOKAHEAD({ at("header") }) Word("header") name = Text() <AS> column = Name()
        isBytes = IsBytes()
        { return new SourceOrigin.Header.One(name.text, column.text, isBytes); }
    |
        Word("headers")
        [
            <LPAREN>
            [
                LOOKAHEAD({ !at(")") })
                HeaderFilter(only, except) ( <COMMA> HeaderFilter(only, except) )*
            ]
            <RPAREN>
        ]
        { return new SourceOrigin.Header.All(only, except); }
    )
}

void HeaderFilter(List<String> only, List<String> except) :
{ SqlToken t; List<String> list = only; }
{
    [ <NOT> { list = except; } ] t = Text() { list.add(t.text); }
}

boolean IsBytes() :
{}
{
    [ LOOKAHEAD({ at("bytes") }) Word("bytes") { return true; } ]
    { return false; }
}

SourceOrigin.Check WebhookCheck() :
{
    List<SourceOrigin.CheckInput> inputs = new ArrayList<SourceOrigin.CheckInput>();
    SourceOrigin.CheckInput input;
    SqlNode e;
}
{
    <CHECK> <LPAREN>
    [
        <WITH> <LPAREN>
        input = CheckInput() { inputs.add(input); }
        ( <COMMA> input = CheckInput() { inputs.add(input); } )*
        <RPAREN>
    ]
    e = Expression() <RPAREN>
    { return new SourceOrigin.Check(inputs, e); }
}

SourceOrigin.CheckInput CheckInput() :
{ String kind; ObjectName secret = null; String alias = null; SqlToken t; boolean isBytes; }
{
    (
        LOOKAHEAD({ at("body") }) t = Word("body")
    |
        LOOKAHEAD({ at("headers") }) t = Word("headers")
    |
        t = Word("secret") secret = QualifiedName()
    )
    { kind = t.text; }
    [ <AS> t = Name() { alias = t.text; } ]
    isBytes = IsBytes()
    { return new SourceOrigin.CheckInput(kind, secret, alias, isBytes); }
}

/** FORMAT, INCLUDE, ENVELOPE, FOR TABLES, EXPOSE PROGRESS and WITH, each at most once, in any order. */
SourceClauses SourceClauses() :
{
    SourceClauseList list = new SourceClauseList();
    FormatSpec key;
    FormatSpec value;
    SourceClauses.Envelope envelope;
    SourceClauses.TableSelection tables;
    ObjectName name;
    List<Option> settings;
    SqlToken t;
}
{
    (
        LOOKAHEAD({ atSourceClause() })
        (
        LOOKAHEAD({ at("format") }) t = Word("format") value = Format()
        { list.format(null, value, t); }
    |
        LOOKAHEAD({ at("key", "format") }) t = Word("key") Word("format") key = Format()
        Word("value") Word("format") value = Format()
        { list.format(key, value, t); }
    |
        LOOKAHEAD({ at("include") }) t = Word("include") { list.includes(t); }
        Include(list) ( <COMMA> Include(list) )*
    |
        LOOKAHEAD({ at("envelope") }) { t = upcoming(); } envelope = Envelope()
        { list.envelope(envelope, t); }
    |
        LOOKAHEAD({ at("for") }) { t = upcoming(); } tables = TableSelection() { list.tables(tables, t); }
    |
        LOOKAHEAD({ at("expose") }) t = Word("expose") Word("progress") <AS>
        name = QualifiedName() { list.progress(name, t); }
    |
        LOOKAHEAD({ at("with") }) { t = upcoming(); } <WITH> settings = ParenthesizedOptions()
        { list.options(settings, t); }
        )
    )*
    { return list.build(); }
}

JAVACODE boolean atSourceClause() {
    return atAny("format", "include", "envelope", "for", "expose", "with") || at("key", "format");
}

void Include(SourceClauseList list) :
{ SqlToken t; SqlToken header = null; SqlToken alias = null; boolean isBytes; }
{
    t = Label() { list.checkInclude(t); }
    [ LOOKAHEAD({ t.is("header") }) header = Text() ]
    [ <AS> alias = Name() ]
    isBytes = IsBytes()
    { list.include(t, header, alias, isBytes); }
}

SourceClauses.Envelope Envelope() :
{ SqlToken t; SqlToken alias = null; boolean inline = false; boolean paren = false; }
{
    Word("envelope") t = Label() { OptionTrees.checkEnvelope(t); }
    [
        LOOKAHEAD({ t.is("upsert") && at("(") })
        <LPAREN> Word("value") Word("decoding") Word("errors") [ <EQ> ]
        [ <LPAREN> { paren = true; } ]
        Word("inline") { inline = true; } [ <AS> alias = Name() ]
        [ LOOKAHEAD({ paren }) <RPAREN> ]
        <RPAREN>
    ]
    {
        return new SourceClauses.Envelope(
            t.text, inline, alias == null ? null : alias.text, t.position());
    }
}

SourceClauses.TableSelection TableSelection() :
{
    List<ObjectName> names;
    List<SourceClauses.Reference> references;
}
{
    <FOR>
    (
        <ALL> Word("tables") { return new SourceClauses.TableSelection.All(); }
    |
        LOOKAHEAD({ at("schemas") }) Word("schemas") <LPAREN> names = QualifiedNames() <RPAREN>
        { return new SourceClauses.TableSelection.Schemas(names); }
    |
        Word("tables") <LPAREN> references = TableReferences() <RPAREN>
        { return new SourceClauses.TableSelection.Tables(references); }
    )
}

List<SourceClauses.Reference> TableReferences() :
{
    List<SourceClauses.Reference> list = new ArrayList<SourceClauses.Reference>();
    SourceClauses.Reference reference;
}
{
    reference = TableReference() { list.add(reference); }
    ( LOOKAHEAD(1) <COMMA> reference = TableReference() { list.add(reference); } )*
    { return list; }
}

SourceClauses.Reference TableReference() :
{ ObjectName upstream; ObjectName alias = null; }
{
    upstream = QualifiedName() [ ( <AS> | <INTO> ) alias = QualifiedName() ]
    { return new SourceClauses.Reference(upstream, alias); }
}

FormatSpec Format() :
{ FormatSpec format; SqlToken s; boolean isArray = false; }
{
    (
        LOOKAHEAD({ at("bytes") }) Word("bytes") { return new FormatSpec.Bytes(); }
    |
        LOOKAHEAD({ at("text") }) Word("text") { return new FormatSpec.Text(); }
    |
        LOOKAHEAD({ at("json") }) Word("json") [ <ARRAY> { isArray = true; } ]
        { return new FormatSpec.Json(isArray); }
    |
        LOOKAHEAD({ at("regex") }) Word("regex") s = Text()
        { return new FormatSpec.Regex(s.text); }
    |
        LOOKAHEAD({ at("csv") }) format = Csv() { return format; }
    |
        LOOKAHEAD({ at("protobuf") }) format = Protobuf() { return format; }
    |
        format = Avro() { return format; }
    )
}

FormatSpec Csv() :
{
    boolean hasHeader = false;
    List<ColumnName> columns = Collections.<ColumnName>emptyList();
    int count = 0;
    SqlToken delimiter = null;
}
{
    Word("csv") <WITH>
    (
        LOOKAHEAD({ atAny("header", "headers") }) Label() { hasHeader = true; }
        columns = OptionalColumns()
    |
        count = Integer() Word("columns")
    )
    [ LOOKAHEAD({ at("delimited") }) Word("delimited") Word("by") delimiter = Text() ]
    {
        return new FormatSpec.Csv(
            hasHeader, columns, count, delimiter == null ? null : delimiter.text);
    }
}

FormatSpec Protobuf() :
{ FormatSpec format; SqlToken message; SqlToken schema; }
{
    Word("protobuf")
    (
        LOOKAHEAD({ at("message") }) Word("message") message = Text() <USING> Word("schema")
        schema = Text()
        {
            return new FormatSpec.Inline(
                "protobuf", message.text, schema.text, Collections.<Option>emptyList());
        }
    |
        <USING> format = Registry("protobuf") { return format; }
    )
}

FormatSpec Avro() :
{ FormatSpec format; SqlToken schema; List<Option> settings = Collections.<Option>emptyList(); }
{
    Word("avro") <USING>
    (
        LOOKAHEAD({ at("schema") }) Word("schema") schema = Text()
        [ LOOKAHEAD({ at("(") }) settings = ParenthesizedOptions() ]
        { return new FormatSpec.Inline("avro", null, schema.text, settings); }
    |
        format = Registry("avro") { return format; }
    )
}

FormatSpec Registry(String kind) :
{
    FormatSpec.RegistryAddress address;
    ObjectName name;
    SqlToken s;
    List<Option> settings = Collections.<Option>emptyList();
    FormatSpec.Seed seed;
}
{
    Word("confluent") Word("schema") Word("registry")
    (
        s = Text() { address = new FormatSpec.RegistryAddress.ByAddress(s.text); }
    |
        Word("connection") name = QualifiedName()
        { address = new FormatSpec.RegistryAddress.ByConnection(name); }
    )
    [ LOOKAHEAD({ at("(") }) settings = ParenthesizedOptions() ]
    seed = Seed()
    { return new FormatSpec.Registry(kind, address, settings, seed); }
}

FormatSpec.Seed Seed() :
{
    SqlToken key = null;
    SqlToken value = null;
    List<Option> strategies = new ArrayList<Option>();
    Option strategy;
}
{
    [
        LOOKAHEAD({ at("seed") }) Word("seed")
        [ LOOKAHEAD({ at("key", "schema") }) Word("key") Word("schema") key = Text() References() ]
        Word("value") Word("schema") value = Text() References()
    ]
    (
        LOOKAHEAD({ at("key", "strategy") || at("value", "strategy") })
        strategy = Strategy() { strategies.add(strategy); }
    )*
    {
        return new FormatSpec.Seed(
            key == null ? null : key.text, value == null ? null : value.text, strategies);
    }
}

void References() :
{}
{
    [
        LOOKAHEAD({ tokens.at(ahead() + 1).is("references") || at("references") })
        { if (true) throw unsupported("schema references", position()); }
        Label()
    ]
}

Option Strategy() :
{ int start; String name; SqlToken t; SqlToken s; int id; }
{
    { start = position(); }
    name = Words(2)
    (
        LOOKAHEAD({ at("latest") }) Word("latest")
        { return new Option(name, new OptionSetting.Word("latest"), start); }
    |
        LOOKAHEAD({ at("id") }) Word("id") id = Integer()
        { return new Option(name, new OptionSetting.Number(Integer.toString(id)), start); }
    |
        Word("inline") s = Text()
        { return new Option(name, new OptionSetting.Text(s.text), start); }
    )
}

Statement CreateSink() :
{
    boolean ifNotExists;
    ObjectName name = null;
    ObjectName cluster;
    ObjectName from;
    String type;
    ObjectName connection;
    List<Option> settings;
    List<ColumnName> key = Collections.<ColumnName>emptyList();
    boolean isKeyNotEnforced = false;
    SourceClauses clauses;
}
{
    Word("sink") ifNotExists = IfNotExists()
    [ LOOKAHEAD({ upcoming().isName() }) name = QualifiedName() ]
    cluster = InCluster()
    <FROM> from = QualifiedName()
    <INTO> type = ConnectionType() Word("connection") connection = QualifiedName()
    settings = ParenthesizedOptions()
    [
        LOOKAHEAD({ at("key", "(") }) Word("key") <LPAREN> key = Columns() <RPAREN>
        [ <NOT> Word("enforced") { isKeyNotEnforced = true; } ]
    ]
    clauses = SourceClauses()
    {
        return new CreateStatement.CreateSink(
            name, ifNotExists, cluster, from, type, connection, settings, key,
            isKeyNotEnforced, clauses);
    }
}
