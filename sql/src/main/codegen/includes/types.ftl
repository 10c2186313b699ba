/* Types. The spellings that SQL itself defines name their type in pg_catalog at once. */

TypeSpec TypeName() :
{ TypeSpec type; }
{
    type = ScalarTypeName()
    ( LOOKAHEAD({ atAny("[", "array", "list") }) type = TypeSuffix(type) )*
    { return type; }
}

/** Dimensions, or `list`. */
TypeSpec TypeSuffix(TypeSpec type) :
{}
{
    (
        <LBRACKET> [ <UNSIGNED_INTEGER_LITERAL> ] <RBRACKET>
        { return TypeNames.arrayOf(type); }
    |
        <ARRAY> [ LOOKAHEAD({ at("[") }) <LBRACKET> <UNSIGNED_INTEGER_LITERAL> <RBRACKET> ]
        { return TypeNames.arrayOf(type); }
    |
        Word("list") { return new TypeSpec.ListOf(type); }
    )
}

/** A type without dimensions, as it may stand in front of a string. */
TypeSpec ScalarTypeName() :
{ TypeSpec type; SqlToken t; }
{
    (
        LOOKAHEAD({ at("map", "[") }) type = MapTypeName()
    |
        LOOKAHEAD({ at("double") }) t = Word("double")
        [ LOOKAHEAD({ at("precision") }) Word("precision") ]
        { type = TypeNames.systemType("float8", t); }
    |
        LOOKAHEAD({ at("timestamp") || at("time") }) type = TimeTypeName()
    |
        LOOKAHEAD({ at("interval") }) type = IntervalTypeName()
    |
        LOOKAHEAD({ at("national") || at("character") || at("nchar") || at("char") || at("bit") })
        type = CharacterTypeName()
    |
        LOOKAHEAD({ at("setof") }) t = Word("setof")
        { if (true) throw unsupported("SETOF", t.position()); type = null; }
    |
        type = NamedType()
    )
    { return type; }
}

TypeSpec MapTypeName() :
{ SqlToken t; TypeSpec key; TypeSpec value; }
{
    t = Word("map") <LBRACKET> key = TypeName() <NAMED_ARGUMENT_ASSIGNMENT> value = TypeName()
    <RBRACKET>
    { return new TypeSpec.MapOf(key, value, t.position()); }
}

TypeSpec TimeTypeName() :
{
    SqlToken t;
    String name;
    List<Integer> precision = Collections.<Integer>emptyList();
}
{
    ( LOOKAHEAD({ at("time") }) t = Word("time") | t = Word("timestamp") )
    { name = t.text; }
    [ precision = TypeModifiers() ]
    (
        LOOKAHEAD({ at("with", "time") }) <WITH> Word("time") Word("zone") { name = name + "tz"; }
    |
        LOOKAHEAD({ at("without", "time") }) Word("without") Word("time") Word("zone")
    |
        {}
    )
    { return TypeNames.systemType(name, t, precision); }
}

TypeSpec IntervalTypeName() :
{ SqlToken t; String fields; List<Integer> precision = Collections.<Integer>emptyList(); }
{
    t = Word("interval")
    [ precision = TypeModifiers() ]
    fields = IntervalFields(true)
    { return TypeNames.intervalType(t, precision, fields); }
}

/** `day to second` and such, or nothing. */
String IntervalFields(boolean isInterval) :
{ String fields = ""; SqlToken t; }
{
    [
        LOOKAHEAD({ isInterval && atAny("year", "month", "day", "hour", "minute", "second") })
        t = Label() { fields = t.text; }
        [
            LOOKAHEAD({ at("to") && !fields.equals("second") && !fields.equals("month") })
            <TO> t = Label() { fields = fields + " to " + t.text; }
        ]
        [
            LOOKAHEAD({ fields.endsWith("second") && at("(") })
            <LPAREN> <UNSIGNED_INTEGER_LITERAL> <RPAREN>
        ]
    ]
    { TypeNames.checkIntervalFields(fields, this.token); return fields; }
}

TypeSpec CharacterTypeName() :
{
    SqlToken t = null;
    SqlToken second;
    boolean varying = false;
    List<Integer> length = Collections.<Integer>emptyList();
}
{
    [ LOOKAHEAD({ at("national") }) t = Word("national") ]
    second = Label() { if (t == null) t = second; }
    [ LOOKAHEAD({ at("varying") }) Word("varying") { varying = true; } ]
    [ length = TypeModifiers() ]
    {
        if (second.is("bit")) {
            return TypeNames.systemType(varying ? "varbit" : "bit", t, length);
        }
        if (varying) {
            return TypeNames.systemType("varchar", t, length);
        }
        return TypeNames.systemType(
            "bpchar", t, length.isEmpty() ? Collections.singletonList(1) : length);
    }
}

TypeSpec NamedType() :
{ ObjectName name; SqlToken t; List<Integer> modifiers = Collections.<Integer>emptyList(); }
{
    { t = upcoming(); }
    (
        name = QualifiedName()
    |
        LOOKAHEAD({ Keywords.isFunctionName(upcoming().kind) }) t = Label()
        { name = ObjectName.of(t.text, t.position()); }
    )
    [ modifiers = TypeModifiers() ]
    { return TypeNames.namedType(name, t, modifiers); }
}

List<Integer> TypeModifiers() :
{ List<Integer> modifiers = new ArrayList<Integer>(); int value; }
{
    <LPAREN>
    value = Integer() { modifiers.add(value); }
    ( <COMMA> value = Integer() { modifiers.add(value); } )*
    <RPAREN>
    { return modifiers; }
}
