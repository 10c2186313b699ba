package dev.millrace.pgwire;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// What answers one connection. All methods but `cancel` are called by the connection's one thread;
/// they may block. A failure is thrown as `DatabaseException`; the session has then already marked
/// its transaction as failed. Prepared statements and portals belong to the session, since SQL's
/// PREPARE and DECLARE share their names.
public interface Session extends AutoCloseable {

  /// Runs every statement of a simple query message in order, each answering through `out`.
  void simpleQuery(String sql, ResultSink out);

  /// Creates a prepared statement. `name` is empty for the unnamed one; a parameter type OID of 0,
  /// or one that is missing at the end, is inferred.
  void parse(String name, String sql, int[] parameterOids);

  /// The parameters and columns of a prepared statement.
  StatementDescription describeStatement(String name);

  /// Creates a portal. `resultFormats` has no, one or one per column entry: 0 text, 1 binary.
  void bind(String portal, String statement, List<ParameterValue> parameters, int[] resultFormats);

  /// The columns of a portal with their formats; empty if it returns no rows.
  List<ResultColumn> describePortal(String portal);

  /// Runs a portal; `rowsMax` 0 means all. Ends with `commandComplete`, `emptyQuery` or
  /// `portalSuspended`.
  ///
  /// @param isLast tells whether a Sync follows, so that this is all of an implicit transaction;
  ///   waits for the client's next message if need be
  void execute(String portal, int rowsMax, BooleanSupplier isLast, ResultSink out);

  /// Forgets a prepared statement; unknown names are no error.
  void closeStatement(String name);

  /// Forgets a portal; unknown names are no error.
  void closePortal(String name);

  /// Ends the implicit transaction of an extended exchange (commit, or rollback if it failed).
  void sync(ResultSink out);

  /// `I` idle, `T` in a transaction block, `E` in a failed one.
  char transactionStatus();

  /// How long the client may say nothing now before the connection is ended, with 25P03 within a
  /// transaction block and 57P05 without; zero: for ever.
  Duration idleMax();

  /// Asks the running statement to stop with 57014. From any thread, at any time; does nothing if
  /// none runs.
  void cancel();

  /// Ends the session and rolls back what is open.
  @Override
  void close();
}
