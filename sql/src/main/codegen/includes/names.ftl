/* Names. Our lexer gives every word that may be a column's name the kind IDENTIFIER. */

/** Consumes a word that is no keyword of its own, or any symbol. */
JAVACODE SqlToken Word(String expected) {
    if (!at(expected)) {
        throw unexpected();
    }
    return (SqlToken) getNextToken();
}

/** Any word, reserved or not: what may stand behind AS and behind a dot. */
JAVACODE SqlToken Label() {
    if (!upcoming().isWord()) {
        tokens.touchIf(true, ahead());
        throw unexpected();
    }
    return (SqlToken) getNextToken();
}

/** Words in a row, single blanks between; at least one. */
JAVACODE String Words(int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
        if (i > 0) {
            words.append(' ');
        }
        words.append(Label().text);
    }
    return words.toString();
}

SqlToken Name() :
{ Token t; }
{
    ( t = <IDENTIFIER> | t = <QUOTED_IDENTIFIER> )
    { return (SqlToken) t; }
}

SqlIdentifier Identifier() :
{ SqlToken t; }
{
    t = Name()
    { return new SqlIdentifier(t.text, Positions.of(t)); }
}

SqlIdentifier LabelIdentifier() :
{ SqlToken t; }
{
    t = Label()
    { return new SqlIdentifier(t.text, Positions.of(t)); }
}

ObjectName QualifiedName() :
{ SqlToken t; List<String> parts = new ArrayList<String>(); int start; }
{
    t = Name() { parts.add(t.text); start = t.position(); }
    ( LOOKAHEAD(1) <DOT> t = Label() { parts.add(t.text); } )*
    { return new ObjectName(parts, start); }
}

List<ObjectName> QualifiedNames() :
{ List<ObjectName> names = new ArrayList<ObjectName>(); ObjectName name; }
{
    name = QualifiedName() { names.add(name); }
    ( LOOKAHEAD(1) <COMMA> name = QualifiedName() { names.add(name); } )*
    { return names; }
}

/** A role: a name, or one of the words that stand for a role. */
String RoleName() :
{ SqlToken t; Token k; }
{
    (
        t = Name() { return t.text; }
    |
        ( k = <CURRENT_USER> | k = <SESSION_USER> | k = <CURRENT_ROLE> | k = <USER> )
        { return k.image; }
    )
}

List<String> RoleNames() :
{ List<String> names = new ArrayList<String>(); String name; }
{
    name = RoleName() { names.add(name); }
    ( <COMMA> name = RoleName() { names.add(name); } )*
    { return names; }
}

ColumnName Column() :
{ SqlToken t; }
{
    t = Name()
    { return new ColumnName(t.text, t.position()); }
}

List<ColumnName> Columns() :
{ List<ColumnName> columns = new ArrayList<ColumnName>(); ColumnName column; }
{
    column = Column() { columns.add(column); }
    ( <COMMA> column = Column() { columns.add(column); } )*
    { return columns; }
}

/** `(a, b)`, or nothing. */
List<ColumnName> OptionalColumns() :
{ List<ColumnName> columns = Collections.<ColumnName>emptyList(); }
{
    [ <LPAREN> columns = Columns() <RPAREN> ]
    { return columns; }
}

List<String> ParenthesizedNames() :
{ List<String> names = new ArrayList<String>(); SqlToken t; }
{
    <LPAREN>
    t = Name() { names.add(t.text); }
    ( <COMMA> t = Name() { names.add(t.text); } )*
    <RPAREN>
    { return names; }
}

SqlToken Text() :
{ Token t; }
{
    t = <QUOTED_STRING>
    { return (SqlToken) t; }
}

boolean IfNotExists() :
{}
{
    [ LOOKAHEAD({ at("if", "not") }) Word("if") <NOT> Word("exists") { return true; } ]
    { return false; }
}

boolean IfExists() :
{}
{
    [ LOOKAHEAD({ at("if", "exists") }) Word("if") Word("exists") { return true; } ]
    { return false; }
}

int Integer() :
{ Token t; boolean minus = false; }
{
    [ <MINUS> { minus = true; } | <PLUS> ]
    t = <UNSIGNED_INTEGER_LITERAL>
    { return Trees.integer((SqlToken) t, minus); }
}

/** TRUE, FALSE, ON or OFF. */
boolean Flag() :
{}
{
    (
        <TRUE> { return true; }
    |
        <FALSE> { return false; }
    |
        <ON> { return true; }
    |
        LOOKAHEAD({ at("off") }) Word("off") { return false; }
    )
}
