package dev.millrace.sql.session;

import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.session.Portal.Patience;
import dev.millrace.sql.session.Portal.Receiver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place among the rows of a portal, moved by FETCH and MOVE by PostgreSQL's rules. Only a SCROLL
/// cursor goes back; it keeps the rows it has passed, which `max_query_result_size` bounds as it
/// bounds the result itself. Confined to the session's thread.
final class Cursor {

  private final Portal portal;

  /// The rows passed so far; null if there is no going back.
  private final @Nullable List<@Nullable Object[]> kept;

  /// Number of the row it is on, 0 before the first; the last row's number behind the last.
  private long position;

  private boolean isBehindLast;

  Cursor(Portal portal, boolean isScroll) {
    this.portal = portal;
    this.kept = isScroll ? new ArrayList<>() : null;
  }

  /// Reads all rows now, so that nothing of the engine is needed any more.
  void keepAll(Interruption waiting) {
    while (!portal.isFinished()) {
      portal.send(Long.MAX_VALUE, Patience.ENDLESS, waiting, keeping());
    }
  }

  /// Moves and hands over the rows passed, or for ABSOLUTE and RELATIVE the one moved to; returns
  /// how many.
  long move(String direction, long count, Patience patience, Interruption waiting, Receiver to) {
    Step step = new Step(patience, waiting);
    return switch (direction) {
      case "forward" -> forwardOrBack(count, step, to);
      case "backward" -> forwardOrBack(-count, step, to);
      case "relative" -> relative(count, step, to);
      case "absolute" -> absolute(count, step, to);
      default -> throw new IllegalStateException("cannot move " + direction);
    };
  }

  /// How a movement waits.
  private record Step(Patience patience, Interruption waiting) {}

  private long forwardOrBack(long count, Step step, Receiver to) {
    if (count > 0) {
      return forward(count, step, to);
    }
    if (count < 0) {
      return backward(-count, to);
    }
    boolean isOnRow = position > 0 && !isBehindLast;
    if (!isOnRow) {
      return 0;
    }
    to.row(keptRows().get((int) position - 1));
    return 1;
  }

  private long relative(long count, Step step, Receiver to) {
    if (count > 1) {
      forward(count - 1, step, Receiver.NOTHING);
    } else if (count < -1) {
      backward(-count - 1, Receiver.NOTHING);
    }
    return forwardOrBack(Long.signum(count), step, to);
  }

  private long absolute(long count, Step step, Receiver to) {
    if (count < 0) {
      forward(Long.MAX_VALUE, step, Receiver.NOTHING);
      if (count < -1) {
        backward(-count - 1, Receiver.NOTHING);
      }
      return backward(1, to);
    }
    long passed = isBehindLast ? position + 1 : position;
    if (count <= passed && passed > 0) {
      backward(passed - count + 1, Receiver.NOTHING);
    } else if (count > passed + 1) {
      forward(count - passed - 1, step, Receiver.NOTHING);
    }
    return count == 0 ? 0 : forward(1, step, to);
  }

  private long forward(long count, Step step, Receiver to) {
    long moved = 0;
    if (kept != null) {
      while (moved < count && position < kept.size()) {
        to.row(kept.get((int) position));
        position++;
        moved++;
      }
    }
    if (moved < count && !portal.isFinished()) {
      Receiver receiver = kept == null ? to : keeping(to);
      long sent = portal.send(count - moved, step.patience(), step.waiting(), receiver);
      position += sent;
      moved += sent;
    }
    isBehindLast = moved < count && portal.isFinished();
    return moved;
  }

  private long backward(long count, Receiver to) {
    List<@Nullable Object[]> rows = keptRows();
    long at = isBehindLast ? position + 1 : position;
    long moved = 0;
    while (moved < count && at > 1) {
      at--;
      to.row(rows.get((int) at - 1));
      moved++;
    }
    isBehindLast = false;
    position = moved < count ? 0 : at;
    return moved;
  }

  private List<@Nullable Object[]> keptRows() {
    if (kept == null) {
      throw new DatabaseException(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward")
          .withHint("Declare it with SCROLL option to enable backward scan.");
    }
    return kept;
  }

  private Receiver keeping() {
    return keeping(Receiver.NOTHING);
  }

  private Receiver keeping(Receiver to) {
    List<@Nullable Object[]> rows = keptRows();
    return new Receiver() {
      @Override
      public void row(@Nullable Object[] values) {
        rows.add(values.clone());
        to.row(values);
      }

      @Override
      public void flush() {
        to.flush();
      }
    };
  }
}
