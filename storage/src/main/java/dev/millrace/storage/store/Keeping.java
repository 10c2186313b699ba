package dev.millrace.storage.store;

/// What of a collection's rows is kept.
public enum Keeping {
  /// A multiset: rows with weights.
  ROWS(1),
  /// The current row per key: a positive row replaces, a negative one deletes.
  KEYED(2),
  /// Every row appended, in order.
  LOG(3);

  private final int code;

  Keeping(int code) {
    this.code = code;
  }

  /// The byte that stands for it in the journal.
  int code() {
    return code;
  }

  static Keeping of(int code) {
    for (Keeping keeping : values()) {
      if (keeping.code == code) {
        return keeping;
      }
    }
    throw new IllegalStateException("unknown way of keeping " + code);
  }
}
