/* Options: `NAME [=] value`, the same in every statement. */

/** `(name value, …)`, possibly empty. */
List<Option> ParenthesizedOptions() :
{ List<Option> list = new ArrayList<Option>(); }
{
    <LPAREN> [ LOOKAHEAD({ !at(")") }) list = Options() ] <RPAREN>
    { return list; }
}

/** `WITH (…)`, or nothing. */
List<Option> WithOptions() :
{ List<Option> list = Collections.<Option>emptyList(); }
{
    [ LOOKAHEAD({ at("with", "(") }) <WITH> list = ParenthesizedOptions() ]
    { return list; }
}

List<Option> Options() :
{ List<Option> list = new ArrayList<Option>(); Option option; }
{
    option = Option() { list.add(option); }
    ( <COMMA> option = Option() { list.add(option); } )*
    { return list; }
}

Option Option() :
{ int start; String name; OptionSetting value; }
{
    { start = position(); }
    name = Words(Math.max(1, OptionNames.length(tokens, ahead())))
    value = OptionalSetting()
    { return new Option(name, value, start); }
}

OptionSetting OptionalSetting() :
{ OptionSetting value = new OptionSetting.Absent(); }
{
    [ <EQ> ]
    [ LOOKAHEAD({ !atEndOfSetting() }) value = Setting() ]
    { return value; }
}

JAVACODE boolean atEndOfSetting() {
    int kind = upcoming().kind;
    return kind == COMMA || kind == RPAREN || kind == SEMICOLON || kind == EOF || kind == WITH
        || kind == RBRACKET;
}

OptionSetting Setting() :
{ OptionSetting value; SqlToken t; ObjectName name; SqlNode e; List<Option> nested; }
{
    [ LOOKAHEAD({ at("for") }) <FOR> ]
    (
        LOOKAHEAD({ upcoming().isString() }) t = Text()
        { value = new OptionSetting.Text(t.text); }
        [ value = Routed(value) ]
    |
        LOOKAHEAD({ atNumber() }) value = NumberSetting()
    |
        LOOKAHEAD({ at("(") || at("[") }) value = ListSetting()
    |
        LOOKAHEAD({ at("secret") && tokens.at(ahead() + 1).isName() })
        Word("secret") name = QualifiedName() { value = new OptionSetting.SecretName(name); }
    |
        LOOKAHEAD({ at("map", "[") }) e = Expression()
        { value = new OptionSetting.Expression(e); }
    |
        // AWS PRIVATELINK c (PORT 9092)
        LOOKAHEAD({ upcoming().isName() && atNestedOptions(ahead() + 1) && !at("on") })
        name = QualifiedName() nested = ParenthesizedOptions()
        { value = new OptionSetting.Nested(new OptionSetting.Name(name), nested); }
    |
        LOOKAHEAD({ tokens.at(ahead() + 1).is(".") || upcoming().kind == QUOTED_IDENTIFIER })
        name = QualifiedName() { value = new OptionSetting.Name(name); }
    |
        LOOKAHEAD({ tokens.at(ahead() + 1).is("(") && !at("refresh") || at("array") || at("case") })
        e = Expression() { value = new OptionSetting.Expression(e); }
    |
        LOOKAHEAD({ upcoming().isWord() }) value = WordSetting()
    )
    { return value; }
}

/** A broker's `USING SSH TUNNEL name` or `USING AWS PRIVATELINK name (…)`. */
OptionSetting Routed(OptionSetting head) :
{ int start; String way; ObjectName name; List<Option> more = new ArrayList<Option>(); List<Option> list; }
{
    <USING> { start = position(); }
    way = Words(2) name = QualifiedName()
    { more.add(new Option(way, new OptionSetting.Name(name), start)); }
    [ list = ParenthesizedOptions() { more.addAll(list); } ]
    { return new OptionSetting.Nested(head, more); }
}

JAVACODE boolean atNumber() {
    int kind = at("-") || at("+") ? tokens.at(ahead() + 1).kind : upcoming().kind;
    return kind == UNSIGNED_INTEGER_LITERAL || kind == DECIMAL_NUMERIC_LITERAL;
}

OptionSetting NumberSetting() :
{ Token t; String sign = ""; }
{
    [ <MINUS> { sign = "-"; } | <PLUS> ]
    ( t = <UNSIGNED_INTEGER_LITERAL> | t = <DECIMAL_NUMERIC_LITERAL> )
    { return new OptionSetting.Number(sign + t.image); }
}

OptionSetting ListSetting() :
{ List<OptionSetting> values = new ArrayList<OptionSetting>(); OptionSetting value; List<Option> nested; }
{
    (
        LOOKAHEAD({ atNestedOptions(ahead()) }) nested = ParenthesizedOptions()
        { return new OptionSetting.Nested(new OptionSetting.Absent(), nested); }
    |
        <LPAREN>
        [
            LOOKAHEAD({ !at(")") })
            value = Setting() { values.add(value); } ( <COMMA> value = Setting() { values.add(value); } )*
        ]
        <RPAREN> { return new OptionSetting.Items(values); }
    |
        <LBRACKET>
        [
            LOOKAHEAD({ !at("]") })
            value = Setting() { values.add(value); } ( <COMMA> value = Setting() { values.add(value); } )*
        ]
        <RBRACKET> { return new OptionSetting.Items(values); }
    )
}

/** True if a parenthesis opens a list of options and not of values. */
JAVACODE boolean atNestedOptions(int i) {
    if (!tokens.at(i).is("(") || !tokens.at(i + 1).isWord()) {
        return false;
    }
    i++;
    while (tokens.at(i).isWord()) {
        i++;
    }
    SqlToken next = tokens.at(i);
    return next.is("=") || next.isString() || next.kind == UNSIGNED_INTEGER_LITERAL;
}

/** Bare words, and the values some of them take: `every '1 day' aligned to '…'`. */
OptionSetting WordSetting() :
{
    StringBuilder words = new StringBuilder();
    List<Option> more = new ArrayList<Option>();
    List<Option> list;
    SqlToken t;
    int start;
    OptionSetting value;
}
{
    { start = position(); }
    t = Label() { words.append(t.text); }
    ( LOOKAHEAD({ upcoming().isWord() && !at("with") }) t = Label() { words.append(' ').append(t.text); } )*
    (
        LOOKAHEAD({ upcoming().isString() || upcoming().kind == UNSIGNED_INTEGER_LITERAL })
        value = SimpleSetting() { more.add(new Option(words.toString(), value, start)); }
        (
            LOOKAHEAD({ at("aligned") }) { start = position(); }
            Word("aligned") <TO> value = SimpleSetting()
            { more.add(new Option("aligned to", value, start)); }
        )*
        { return new OptionSetting.Nested(new OptionSetting.Word(words.toString()), more); }
    |
        LOOKAHEAD({ at("(") }) list = ParenthesizedOptions()
        { return new OptionSetting.Nested(new OptionSetting.Word(words.toString()), list); }
    |
        { return new OptionSetting.Word(words.toString()); }
    )
}

OptionSetting SimpleSetting() :
{ SqlToken t; OptionSetting value; SqlNode e; }
{
    (
        LOOKAHEAD({ upcoming().isString() }) t = Text() { return new OptionSetting.Text(t.text); }
    |
        LOOKAHEAD({ atNumber() }) value = NumberSetting() { return value; }
    |
        e = Expression() { return new OptionSetting.Expression(e); }
    )
}
