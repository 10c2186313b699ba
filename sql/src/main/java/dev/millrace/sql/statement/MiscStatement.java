package dev.millrace.sql.statement;

import org.jspecify.annotations.Nullable;

/// Statements that belong to no larger family.
public sealed interface MiscStatement extends Statement {

  /// COMMENT ON kind name IS text; a null text removes the comment.
  record Comment(ObjectKind kind, ObjectName name, @Nullable String text)
      implements MiscStatement {}

  /// VALIDATE CONNECTION name.
  record ValidateConnection(ObjectName name) implements MiscStatement {}

  /// LISTEN channel.
  record Listen(String channel) implements MiscStatement {}

  /// UNLISTEN channel; null is `*`.
  record Unlisten(@Nullable String channel) implements MiscStatement {}

  /// NOTIFY channel [, payload].
  record Notify(String channel, @Nullable String payload) implements MiscStatement {}
}
