package dev.millrace.pgwire;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place that turns a Throwable into what the client is told. A bug becomes `XX000` with an
/// id under which the log holds the stack trace, once.
final class ErrorReport {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorReport.class);

  private ErrorReport() {}

  static DatabaseException of(Throwable failure) {
    return switch (failure) {
      case DatabaseException e -> e;
      case StackOverflowError _ ->
          new DatabaseException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
      case OutOfMemoryError _ -> new DatabaseException(SqlState.OUT_OF_MEMORY, "out of memory");
      default -> {
        String id = UUID.randomUUID().toString();
        LOG.atError().setCause(failure).addKeyValue("id", id).log("internal error");
        yield new DatabaseException(
            SqlState.INTERNAL_ERROR, "internal error", "The log has it under " + id + ".", null, 0);
      }
    };
  }
}
