/* Secrets, connections and clusters. */

Statement CreateSecret() :
{ boolean ifNotExists; ObjectName name; SqlNode e; }
{
    Word("secret") ifNotExists = IfNotExists() name = QualifiedName() <AS> e = Expression()
    { return new CreateStatement.CreateSecret(name, ifNotExists, e); }
}

Statement CreateConnection() :
{
    boolean ifNotExists;
    ObjectName name;
    String type;
    List<Option> settings = Collections.<Option>emptyList();
    List<Option> with;
}
{
    Word("connection") ifNotExists = IfNotExists() name = QualifiedName()
    (
        <TO> type = ConnectionType() settings = ParenthesizedOptions()
    |
        <FOR> type = ConnectionType() [ LOOKAHEAD({ upcoming().isWord() }) settings = Options() ]
    )
    with = WithOptions()
    {
        return new CreateStatement.CreateConnection(name, ifNotExists, type, settings, with);
    }
}

JAVACODE String ConnectionType() {
    SqlToken first = Label();
    int more = OptionTrees.moreWordsOfType(first.text, upcoming().text);
    return more == 0 ? first.text : first.text + " " + Words(more);
}

Statement CreateCluster() :
{
    boolean ifNotExists;
    SqlToken t;
    List<Option> settings = new ArrayList<Option>();
    List<CreateStatement.Replica> replicas = new ArrayList<CreateStatement.Replica>();
}
{
    Word("cluster") ifNotExists = IfNotExists() t = Name()
    (
        LOOKAHEAD({ at("(") })
        <LPAREN> [ LOOKAHEAD({ !at(")") }) ClusterOptions(settings, replicas) ] <RPAREN>
    |
        LOOKAHEAD({ upcoming().isWord() }) ClusterOptions(settings, replicas)
    |
        {}
    )
    {
        return new CreateStatement.CreateCluster(
            ObjectName.of(t.text, t.position()), ifNotExists, settings, replicas);
    }
}

void ClusterOptions(List<Option> settings, List<CreateStatement.Replica> replicas) :
{}
{
    ClusterOption(settings, replicas) ( <COMMA> ClusterOption(settings, replicas) )*
}

void ClusterOption(List<Option> settings, List<CreateStatement.Replica> replicas) :
{ Option option; CreateStatement.Replica replica; }
{
    (
        LOOKAHEAD({ at("replicas") }) Word("replicas") [ <EQ> ] <LPAREN>
        { settings.add(OptionTrees.unmanaged(position())); }
        [
            LOOKAHEAD({ !at(")") })
            replica = Replica() { replicas.add(replica); }
            ( <COMMA> replica = Replica() { replicas.add(replica); } )*
        ]
        <RPAREN>
    |
        option = Option() { settings.add(option); }
    )
}

CreateStatement.Replica Replica() :
{ SqlToken t; List<Option> settings; }
{
    t = Name() settings = ParenthesizedOptions()
    { return new CreateStatement.Replica(t.text, settings, t.position()); }
}

Statement CreateClusterReplica() :
{ ObjectName name; List<Option> settings = Collections.<Option>emptyList(); }
{
    Word("cluster") Word("replica") name = QualifiedName()
    (
        LOOKAHEAD({ at("(") }) settings = ParenthesizedOptions()
    |
        LOOKAHEAD({ upcoming().isWord() }) settings = Options()
    |
        {}
    )
    { return new CreateStatement.CreateClusterReplica(name, settings); }
}

Statement ValidateConnection() :
{ ObjectName name; }
{
    Word("validate") Word("connection") name = QualifiedName()
    { return new MiscStatement.ValidateConnection(name); }
}
