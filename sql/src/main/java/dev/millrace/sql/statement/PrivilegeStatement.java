package dev.millrace.sql.statement;

import java.util.List;

/// GRANT, REVOKE and their kin.
public sealed interface PrivilegeStatement extends Statement {

  /// GRANT privileges ON objects TO roles.
  ///
  /// @param privileges lower case words, `all` alone for ALL [PRIVILEGES]
  record Grant(List<String> privileges, GrantTarget target, List<String> roles)
      implements PrivilegeStatement {
    public Grant {
      privileges = List.copyOf(privileges);
      roles = List.copyOf(roles);
    }
  }

  /// REVOKE privileges ON objects FROM roles.
  record Revoke(List<String> privileges, GrantTarget target, List<String> roles)
      implements PrivilegeStatement {
    public Revoke {
      privileges = List.copyOf(privileges);
      roles = List.copyOf(roles);
    }
  }

  /// GRANT roles TO members.
  record GrantRole(List<String> roles, List<String> members) implements PrivilegeStatement {
    public GrantRole {
      roles = List.copyOf(roles);
      members = List.copyOf(members);
    }
  }

  /// REVOKE roles FROM members.
  record RevokeRole(List<String> roles, List<String> members) implements PrivilegeStatement {
    public RevokeRole {
      roles = List.copyOf(roles);
      members = List.copyOf(members);
    }
  }

  /// REASSIGN OWNED BY roles TO role.
  record ReassignOwned(List<String> roles, String to) implements PrivilegeStatement {
    public ReassignOwned {
      roles = List.copyOf(roles);
    }
  }

  /// What a privilege is on.
  ///
  /// @param isAll for ALL TABLES and such; then `names` are the schemas or databases of IN
  record GrantTarget(ObjectKind kind, boolean isAll, List<ObjectName> names) {
    public GrantTarget {
      names = List.copyOf(names);
    }
  }
}
