package dev.millrace.sql.port;

import org.jspecify.annotations.Nullable;

/// The data a client sends after CopyInResponse. Read by the session within the statement.
@FunctionalInterface
public interface CopyInput {

  /// The next piece of data (any boundaries), or null at CopyDone. Fails with 57014 on CopyFail or
  /// cancel, with 08P01 on another message.
  byte @Nullable [] next();
}
