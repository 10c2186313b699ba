package dev.millrace.sql.statement;

/// One parsed statement. The families below are sealed in turn, so a switch over them is complete.
public sealed interface Statement
    permits QueryStatement,
        DataStatement,
        CreateStatement,
        AlterStatement,
        DropStatement,
        ShowStatement,
        SettingStatement,
        TransactionStatement,
        CursorStatement,
        PrivilegeStatement,
        MiscStatement {}
