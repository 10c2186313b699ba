package dev.millrace.model.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The one failure a user sees: a SQLSTATE, a message worded as PostgreSQL words it (lower case, no
/// full stop), and optionally detail, hint and position. It is a value, so it carries no stack
/// trace: evaluating a bad row must cost no more than a good one. Bugs are never wrapped in it.
public final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SqlState state;
  private final @Nullable String detail;
  private final @Nullable String hint;
  private final int position;
  private final transient @Nullable ErrorPlace place;

  /// @param position 1-based character in the statement's text, 0 where there is none
  public DatabaseException(
      SqlState state,
      String message,
      @Nullable String detail,
      @Nullable String hint,
      int position) {
    this(state, message, detail, hint, position, null);
  }

  private DatabaseException(
      SqlState state,
      String message,
      @Nullable String detail,
      @Nullable String hint,
      int position,
      @Nullable ErrorPlace place) {
    super(Objects.requireNonNull(message), null, false, false);
    this.state = Objects.requireNonNull(state);
    this.detail = detail;
    this.hint = hint;
    this.position = position;
    this.place = place;
  }

  /// A failure with nothing but a message.
  public DatabaseException(SqlState state, String message) {
    this(state, message, null, null, 0);
  }

  /// A failure at a character (1-based) of the statement's text.
  public static DatabaseException at(int position, SqlState state, String message) {
    return new DatabaseException(state, message, null, null, position);
  }

  /// `0A000`: names what is not supported, for example `window functions are not supported`.
  public static DatabaseException notSupported(String what, int position) {
    return new DatabaseException(
        SqlState.FEATURE_NOT_SUPPORTED, what + " is not supported", null, null, position);
  }

  /// The same failure with a DETAIL line.
  public DatabaseException withDetail(String detail) {
    return new DatabaseException(state, message(), detail, hint, position, place);
  }

  /// The same failure with a HINT line.
  public DatabaseException withHint(String hint) {
    return new DatabaseException(state, message(), detail, hint, position, place);
  }

  /// The same failure at a 1-based character position, unless it already has one.
  public DatabaseException withPosition(int position) {
    return this.position > 0
        ? this
        : new DatabaseException(state, message(), detail, hint, position, place);
  }

  /// The same failure, saying what it is about.
  public DatabaseException about(ErrorPlace place) {
    return new DatabaseException(state, message(), detail, hint, position, place);
  }

  /// What it is about, if that is one thing.
  public @Nullable ErrorPlace place() {
    return place;
  }

  /// The SQLSTATE.
  public SqlState state() {
    return state;
  }

  /// The primary message, never null.
  public String message() {
    return Objects.requireNonNull(getMessage());
  }

  /// The DETAIL line, if any.
  public @Nullable String detail() {
    return detail;
  }

  /// The HINT line, if any.
  public @Nullable String hint() {
    return hint;
  }

  /// 1-based character position in the statement's text, or 0.
  public int position() {
    return position;
  }
}
