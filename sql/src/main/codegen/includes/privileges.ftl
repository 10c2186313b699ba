/* GRANT and REVOKE. */

Statement PrivilegeStatement() :
{ List<String> roles; String to; Statement s; }
{
    (
        <GRANT> s = Granted(true) { return s; }
    |
        LOOKAHEAD({ at("revoke") }) Word("revoke")
        [
            LOOKAHEAD({ at("grant", "option") || at("admin", "option") })
            { if (true) throw unsupported("REVOKE GRANT OPTION FOR", position()); }
            Label()
        ]
        s = Granted(false) { return s; }
    |
        Word("reassign") Word("owned") Word("by") roles = RoleNames() <TO> to = RoleName()
        { return new PrivilegeStatement.ReassignOwned(roles, to); }
    )
}

/** What stands behind GRANT or REVOKE: privileges on something, or roles. */
Statement Granted(boolean isGrant) :
{
    List<String> words = new ArrayList<String>();
    String word;
    PrivilegeStatement.GrantTarget target;
    List<String> roles;
}
{
    word = Privilege() { words.add(word); }
    ( <COMMA> word = Privilege() { words.add(word); } )*
    (
        <ON> target = GrantTarget() Word(isGrant ? "to" : "from") roles = Grantees() GrantTail()
        {
            return isGrant
                ? (Statement) new PrivilegeStatement.Grant(words, target, roles)
                : new PrivilegeStatement.Revoke(words, target, roles);
        }
    |
        Word(isGrant ? "to" : "from") roles = Grantees() GrantTail()
        {
            return isGrant
                ? (Statement) new PrivilegeStatement.GrantRole(words, roles)
                : new PrivilegeStatement.RevokeRole(words, roles);
        }
    )
}

void GrantTail() :
{}
{
    [
        LOOKAHEAD({ at("with") }) { if (true) throw unsupported("WITH GRANT OPTION", position()); }
        <WITH>
    ]
    Behaviour()
}

String Privilege() :
{ SqlToken t; }
{
    (
        <ALL> [ LOOKAHEAD({ at("privileges") }) Word("privileges") ] { return "all"; }
    |
        LOOKAHEAD({ upcoming().isName() || at("select") || at("create") || at("references") })
        t = Label()
        [
            LOOKAHEAD({ at("(") })
            { if (true) throw unsupported("a privilege on columns", position()); }
            <LPAREN>
        ]
        { return t.text; }
    )
}

PrivilegeStatement.GrantTarget GrantTarget() :
{ ObjectKind kind = ObjectKind.TABLE; List<ObjectName> names = Collections.<ObjectName>emptyList(); }
{
    (
        <ALL> kind = PluralKind() [ <IN> Label() names = QualifiedNames() ]
        { return new PrivilegeStatement.GrantTarget(kind, true, names); }
    |
        LOOKAHEAD({ at("system") }) Word("system")
        { return new PrivilegeStatement.GrantTarget(ObjectKind.SYSTEM, false, names); }
    |
        LOOKAHEAD({ ObjectWords.isPlural(upcoming(), tokens.at(ahead() + 1)) })
        kind = PluralKind()
        { return new PrivilegeStatement.GrantTarget(kind, true, names); }
    |
        [ LOOKAHEAD({ ObjectWords.isKind(upcoming(), tokens.at(ahead() + 1)) }) kind = Kind() ]
        names = QualifiedNames()
        { return new PrivilegeStatement.GrantTarget(kind, false, names); }
    )
}

JAVACODE ObjectKind PluralKind() {
    SqlToken first = Label();
    ObjectKind kind = ObjectWords.kindOfPlural(first.text, upcoming().text);
    if (kind == null) {
        throw unexpected();
    }
    if (kind.words().indexOf(' ') >= 0) {
        Label();
    }
    return kind;
}

List<String> Grantees() :
{ List<String> roles = new ArrayList<String>(); String role; }
{
    role = Grantee() { roles.add(role); }
    ( <COMMA> role = Grantee() { roles.add(role); } )*
    { return roles; }
}

String Grantee() :
{ String role; }
{
    [ LOOKAHEAD({ at("group") }) <GROUP> ]
    role = RoleName()
    { return role; }
}
