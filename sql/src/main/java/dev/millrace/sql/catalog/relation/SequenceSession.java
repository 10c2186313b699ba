package dev.millrace.sql.catalog.relation;

import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.table.SequencePosition;

/// What a session does with sequences; confined to whoever runs the session's statement.
public interface SequenceSession {

  /// `nextval`.
  long next(Item sequence);

  /// `currval`; 55000 before the first draw.
  long current(Item sequence);

  /// `lastval`; 55000 before the first draw.
  long last();

  /// `setval`.
  void set(Item sequence, SequencePosition position);
}
