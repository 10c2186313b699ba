/* ALTER, DROP and COMMENT. */

Statement Drop() :
{ ObjectKind kind; boolean ifExists; List<ObjectName> names; DropStatement.Behaviour behaviour; List<String> roles; }
{
    Word("drop")
    (
        LOOKAHEAD({ at("owned") }) Word("owned") Word("by") roles = RoleNames()
        behaviour = Behaviour()
        { return new DropStatement.DropOwned(roles, behaviour); }
    |
        kind = Kind() [ LOOKAHEAD({ at("concurrently") }) <CONCURRENTLY> ]
        ifExists = IfExists() names = QualifiedNames() behaviour = Behaviour()
        { return new DropStatement.Drop(kind, names, ifExists, behaviour); }
    )
}

DropStatement.Behaviour Behaviour() :
{}
{
    (
        LOOKAHEAD({ at("cascade") }) Word("cascade") { return DropStatement.Behaviour.CASCADE; }
    |
        LOOKAHEAD({ at("restrict") }) Word("restrict") { return DropStatement.Behaviour.RESTRICT; }
    |
        {}
    )
    { return DropStatement.Behaviour.UNSPECIFIED; }
}

Statement Alter() :
{ Statement s; }
{
    Word("alter")
    (
        LOOKAHEAD({ at("system") }) s = AlterSystem()
    |
        LOOKAHEAD({ at("default") }) s = AlterDefaultPrivileges()
    |
        LOOKAHEAD({ atAny("role", "user") }) s = AlterRole()
    |
        s = AlterObject()
    )
    { return s; }
}

Statement AlterSystem() :
{ String name = null; OptionSetting value; }
{
    Word("system")
    (
        LOOKAHEAD({ at("set") }) Word("set") name = VariableName() ( <TO> | <EQ> )
        value = SettingItems()
        { return new AlterStatement.AlterSystem(name, value); }
    |
        Word("reset") [ <ALL> { return new AlterStatement.AlterSystem(null, null); } ]
        name = VariableName() { return new AlterStatement.AlterSystem(name, null); }
    )
}

Statement AlterDefaultPrivileges() :
{
    List<String> roles = Collections.<String>emptyList();
    boolean isAll = false;
    List<ObjectName> in = Collections.<ObjectName>emptyList();
    Statement change;
}
{
    <DEFAULT_> Word("privileges")
    [
        <FOR>
        (
            <ALL> Word("roles") { isAll = true; }
        |
            RoleWord() roles = RoleNames()
        )
    ]
    [ <IN> Label() in = QualifiedNames() ]
    change = PrivilegeStatement()
    {
        return new AlterStatement.AlterDefaultPrivileges(
            roles, isAll, in, (PrivilegeStatement) change);
    }
}

void RoleWord() :
{}
{
    ( <USER> | Word("role") )
}

Statement AlterRole() :
{ String role; int start; List<AlterStatement.Change> changes = new ArrayList<AlterStatement.Change>(); String name; OptionSetting value; List<Option> attributes; }
{
    Label() { start = position(); } role = RoleName()
    (
        LOOKAHEAD({ at("set") }) Word("set") name = VariableName() ( <TO> | <EQ> )
        value = SettingItems()
        { changes.add(new AlterStatement.Change.SetVariable(name, value)); }
    |
        LOOKAHEAD({ at("reset") }) Word("reset") name = VariableName()
        { changes.add(new AlterStatement.Change.SetVariable(name, null)); }
    |
        LOOKAHEAD({ at("rename") }) Word("rename") <TO> name = RoleName()
        { changes.add(new AlterStatement.Change.Rename(name)); }
    |
        attributes = RoleAttributes()
        { changes.add(new AlterStatement.Change.Attributes(attributes)); }
    )
    {
        return new AlterStatement.Alter(
            ObjectKind.ROLE, ObjectName.of(role, start), false, changes);
    }
}

/** One value, or several as items. */
OptionSetting SettingItems() :
{ List<OptionSetting> values; }
{
    values = SettingValues()
    { return values.size() == 1 ? values.get(0) : new OptionSetting.Items(values); }
}

Statement AlterObject() :
{
    ObjectKind kind;
    boolean ifExists;
    ObjectName name;
    List<AlterStatement.Change> changes = new ArrayList<AlterStatement.Change>();
    AlterStatement.Change change;
}
{
    kind = Kind() { altered = kind; } ifExists = IfExists() [ <ONLY> ] name = QualifiedName()
    change = Change() { changes.add(change); }
    ( <COMMA> change = Change() { changes.add(change); } )*
    { return new AlterStatement.Alter(kind, name, ifExists, changes); }
}

AlterStatement.Change Change() :
{ AlterStatement.Change change; ObjectName name; String role; SqlNode e; }
{
    (
        LOOKAHEAD({ at("rename") }) change = Rename() { return change; }
    |
        LOOKAHEAD({ at("set") }) change = SetChange() { return change; }
    |
        LOOKAHEAD({ at("reset") }) change = ResetChange() { return change; }
    |
        LOOKAHEAD({ at("owner") }) Word("owner") <TO> role = RoleName()
        { return new AlterStatement.Change.Owner(role); }
    |
        LOOKAHEAD({ at("swap") }) Word("swap") <WITH> name = QualifiedName()
        { return new AlterStatement.Change.Swap(name); }
    |
        LOOKAHEAD({ at("add") }) change = AddChange() { return change; }
    |
        LOOKAHEAD({ at("drop") }) change = DropChange() { return change; }
    |
        LOOKAHEAD({ at("alter") }) change = ColumnChange() { return change; }
    |
        LOOKAHEAD({ atSequenceOption() }) change = SequenceChange() { return change; }
    |
        <AS> e = Expression() { return new AlterStatement.Change.SecretValue(e); }
    |
        LOOKAHEAD({ at("rotate") }) Word("rotate") Word("keys")
        { return new AlterStatement.Change.Act("rotate keys"); }
    |
        LOOKAHEAD({ at("refresh") }) Word("refresh") Word("references")
        { return new AlterStatement.Change.Act("refresh references"); }
    |
        LOOKAHEAD({ Refusals.isTableChange(upcoming().text) })
        {
            if (true) {
                throw unsupported("this form of ALTER TABLE", position());
            }
        }
        Label() { return null; }
    |
        Word("resume") { return new AlterStatement.Change.Act("resume"); }
    )
}

AlterStatement.Change Rename() :
{ ColumnName column; SqlToken t; }
{
    Word("rename")
    (
        <TO> t = Name() { return new AlterStatement.Change.Rename(t.text); }
    |
        <CONSTRAINT> column = Column() <TO> t = Name()
        { return new AlterStatement.Change.RenameConstraint(column, t.text); }
    |
        [ <COLUMN> ] column = Column() <TO> t = Name()
        { return new AlterStatement.Change.RenameColumn(column, t.text); }
    )
}

AlterStatement.Change SetChange() :
{ ObjectName name; List<Option> list; List<Option> with; }
{
    Word("set")
    (
        LOOKAHEAD({ at("schema") }) Word("schema") name = QualifiedName()
        { return new AlterStatement.Change.SetSchema(name); }
    |
        LOOKAHEAD({ at("cluster") }) Word("cluster") name = QualifiedName()
        { return new AlterStatement.Change.SetCluster(name); }
    |
        <FROM> name = QualifiedName() { return new AlterStatement.Change.SetFrom(name); }
    |
        list = ParenthesizedOptions() with = WithOptions()
        { return new AlterStatement.Change.SetOptions(list, with); }
    )
}

AlterStatement.Change ResetChange() :
{ List<Option> list; }
{
    Word("reset") list = ParenthesizedOptions()
    { return new AlterStatement.Change.ResetOptions(list); }
}

AlterStatement.Change AddChange() :
{ List<SourceClauses.Reference> references; List<Option> list; ColumnDefinition column; boolean ifNotExists; TableConstraint constraint; ColumnName name; TypeSpec type = null; }
{
    Word("add")
    (
        LOOKAHEAD({ atAny("subsource", "table") }) Label() references = TableReferences()
        list = WithOptions()
        { return new AlterStatement.Change.AddTables(references, list); }
    |
        LOOKAHEAD({ altered == ObjectKind.SOURCE }) [ <COLUMN> ] ifNotExists = IfNotExists()
        name = Column()
        [ LOOKAHEAD({ !at(",") && !at(";") && upcoming().kind != EOF }) type = TypeName() ]
        { return new AlterStatement.Change.AddSourceColumn(name, type, ifNotExists); }
    |
        LOOKAHEAD({ atAny("constraint", "primary", "unique", "check", "foreign") })
        constraint = TableConstraint()
        { return new AlterStatement.Change.AddConstraint(constraint); }
    |
        [ <COLUMN> ] ifNotExists = IfNotExists() column = ColumnDefinition()
        { return new AlterStatement.Change.AddColumn(column, ifNotExists); }
    )
}

AlterStatement.Change DropChange() :
{ List<ObjectName> names; boolean ifExists; DropStatement.Behaviour behaviour; ColumnName column; List<Option> list; }
{
    Word("drop")
    (
        LOOKAHEAD({ atAny("subsource", "table") }) Label() ifExists = IfExists()
        names = QualifiedNames() behaviour = Behaviour()
        {
            return new AlterStatement.Change.DropTables(
                names, ifExists, behaviour == DropStatement.Behaviour.CASCADE);
        }
    |
        list = ParenthesizedOptions() { return new AlterStatement.Change.ResetOptions(list); }
    |
        <CONSTRAINT> ifExists = IfExists() column = Column() behaviour = Behaviour()
        {
            return new AlterStatement.Change.DropConstraint(
                column, ifExists, behaviour == DropStatement.Behaviour.CASCADE);
        }
    |
        [ <COLUMN> ] ifExists = IfExists() column = Column() behaviour = Behaviour()
        {
            return new AlterStatement.Change.DropColumn(
                column, ifExists, behaviour == DropStatement.Behaviour.CASCADE);
        }
    )
}

AlterStatement.Change ColumnChange() :
{ ColumnName column; AlterStatement.ColumnAction action; }
{
    Word("alter") [ <COLUMN> ] column = Column() action = ColumnAction()
    { return new AlterStatement.Change.AlterColumn(column, action); }
}

AlterStatement.ColumnAction ColumnAction() :
{ AlterStatement.ColumnAction action; int start; SqlNode e; }
{
    (
        LOOKAHEAD({ at("type") || at("set", "data") }) action = TypeChange() { return action; }
    |
        LOOKAHEAD({ at("set") }) action = SetColumn() { return action; }
    |
        LOOKAHEAD({ at("drop") }) action = UnsetColumn() { return action; }
    |
        LOOKAHEAD({ at("restart") })
        { if (true) throw unsupported("ALTER COLUMN RESTART", position()); }
        Label() { return null; }
    |
        Word("add") { start = position(); } e = Generated(start)
        {
            if (generated instanceof ColumnDefinition.Constraint.Identity) {
                return new AlterStatement.ColumnAction.AddIdentity(
                    (ColumnDefinition.Constraint.Identity) generated);
            }
            throw unexpected();
        }
    )
}

AlterStatement.ColumnAction TypeChange() :
{ TypeSpec type; SqlNode e = null; }
{
    [ LOOKAHEAD({ at("set") }) Word("set") Word("data") ] Word("type") type = TypeName()
    [
        LOOKAHEAD({ at("collate") })
        { if (true) throw unsupported("COLLATE", position()); }
        Label()
    ]
    [ <USING> e = Expression() ]
    { return new AlterStatement.ColumnAction.SetType(type, e); }
}

AlterStatement.ColumnAction SetColumn() :
{ SqlToken t; SqlNode e; }
{
    Word("set")
    (
        <NOT> <NULL> { return new AlterStatement.ColumnAction.SetNotNull(); }
    |
        <DEFAULT_> { t = upcoming(); } e = Expression()
        { return new AlterStatement.ColumnAction.SetDefault(e, textFrom(t), t.position()); }
    |
        { if (true) throw unsupported("this form of ALTER COLUMN SET", position()); }
        Label() { return null; }
    )
}

AlterStatement.ColumnAction UnsetColumn() :
{ boolean ifExists; }
{
    Word("drop")
    (
        <NOT> <NULL> { return new AlterStatement.ColumnAction.DropNotNull(); }
    |
        <DEFAULT_> { return new AlterStatement.ColumnAction.DropDefault(); }
    |
        LOOKAHEAD({ at("identity") }) Word("identity") ifExists = IfExists()
        { return new AlterStatement.ColumnAction.DropIdentity(ifExists); }
    |
        Word("expression") ifExists = IfExists()
        { return new AlterStatement.ColumnAction.DropExpression(ifExists); }
    )
}

JAVACODE boolean atSequenceOption() {
    return atAny("increment", "start", "restart", "cache", "owned", "minvalue", "maxvalue", "no",
        "cycle") || upcoming().kind == AS && tokens.at(ahead() + 1).isWord();
}

AlterStatement.Change SequenceChange() :
{ List<SequenceOption> settings; }
{
    settings = SequenceOptions()
    { return new AlterStatement.Change.Sequence(settings); }
}

Statement Comment() :
{ ObjectKind kind; ObjectName name; SqlToken s; String text = null; }
{
    Word("comment") <ON> kind = Kind() name = QualifiedName() <IS>
    ( s = Text() { text = s.text; } | <NULL> )
    { return new MiscStatement.Comment(kind, name, text); }
}

Statement ChannelStatement() :
{ SqlToken t; SqlToken s = null; }
{
    (
        LOOKAHEAD({ at("listen") }) Word("listen") t = Name()
        { return new MiscStatement.Listen(t.text); }
    |
        LOOKAHEAD({ at("notify") }) Word("notify") t = Name() [ <COMMA> s = Text() ]
        { return new MiscStatement.Notify(t.text, s == null ? null : s.text); }
    |
        Word("unlisten")
        (
            <STAR> { return new MiscStatement.Unlisten(null); }
        |
            t = Name() { return new MiscStatement.Unlisten(t.text); }
        )
    )
}
