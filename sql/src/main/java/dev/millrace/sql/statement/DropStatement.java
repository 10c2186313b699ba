package dev.millrace.sql.statement;

import java.util.List;

/// Statements that remove objects.
public sealed interface DropStatement extends Statement {

  /// DROP kind names.
  record Drop(ObjectKind kind, List<ObjectName> names, boolean isIfExists, Behaviour behaviour)
      implements DropStatement {
    public Drop {
      names = List.copyOf(names);
    }
  }

  /// DROP OWNED BY roles.
  record DropOwned(List<String> roles, Behaviour behaviour) implements DropStatement {
    public DropOwned {
      roles = List.copyOf(roles);
    }
  }

  /// What happens to objects that depend on the dropped one. The default differs by kind.
  enum Behaviour {
    UNSPECIFIED,
    RESTRICT,
    CASCADE
  }
}
