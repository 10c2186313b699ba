/* SHOW. */

Statement Show() :
{ Statement s; int start; ObjectKind kind; ObjectName name; boolean isRedacted = false; String variable; }
{
    Word("show") { start = position(); }
    (
        <ALL> { return new ShowStatement.ShowAll(); }
    |
        LOOKAHEAD({ at("create") || at("redacted", "create") })
        [ LOOKAHEAD({ at("redacted") }) Word("redacted") { isRedacted = true; } ]
        <CREATE> kind = Kind() name = QualifiedName()
        { return new ShowStatement.ShowCreate(kind, name, isRedacted); }
    |
        LOOKAHEAD({ OptionTrees.shownWords(upcoming(), tokens.at(ahead() + 1)) > 0 })
        s = ShowObjects() { return s; }
    |
        variable = VariableName() { return new ShowStatement.ShowVariable(variable, start); }
    )
}

Statement ShowObjects() :
{
    int start;
    String what;
    ObjectName from = null;
    ObjectName on = null;
    ObjectName cluster = null;
    String role = null;
    ShowStatement.Filter filter = new ShowStatement.Filter.None();
    SqlToken t;
    SqlNode e;
}
{
    { start = position(); }
    what = Words(OptionTrees.shownWords(upcoming(), tokens.at(ahead() + 1)))
    (
        LOOKAHEAD({ at("in", "cluster") }) <IN> Word("cluster") t = Name()
        { cluster = ObjectName.of(t.text, t.position()); }
    |
        ( <FROM> | <IN> ) from = QualifiedName()
    |
        <ON> on = QualifiedName()
    |
        <FOR> role = RoleName()
    )*
    [
        <LIKE> t = Text() { filter = new ShowStatement.Filter.Like(t.text); }
    |
        <WHERE> e = Expression() { filter = new ShowStatement.Filter.Where(e); }
    ]
    { return new ShowStatement.ShowObjects(what, from, on, cluster, role, filter, start); }
}
