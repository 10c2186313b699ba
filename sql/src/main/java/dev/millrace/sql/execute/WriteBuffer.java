package dev.millrace.sql.execute;

import dev.millrace.dataflow.history.KeyedChanges;
import dev.millrace.dataflow.history.Overlay;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.Change;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a transaction has written and not yet committed: rows of tables with weights, and what must
/// hold of them. Confined to the session's thread; the overlays it hands out may be read by the
/// engine until the next change.
public final class WriteBuffer {

  /// In the order of the statements, so that a savepoint is a position.
  private final List<Entry> entries = new ArrayList<>();

  /// The entries that are rows, by table; no list is empty.
  private final Map<CollectionId, List<Rows>> byTable = new LinkedHashMap<>();

  private final Map<CollectionId, Overlay> overlays = new HashMap<>();

  /// By index; the table comes with it.
  private final Map<CollectionId, Keyed> keyed = new HashMap<>();

  private final LongSupplier bytesMax;
  private final WriteBudget budget;

  /// Read by whoever samples, too.
  private volatile long bytes;

  private volatile long rows;

  private sealed interface Entry {}

  private record Rows(Item table, Chunk rows) implements Entry {}

  private record Keyed(CollectionId table, KeyedChanges keys) {}

  private record Condition(CommitCheck check) implements Entry {}

  private record AtCommit(Supplier<Change.CatalogEntry> entry) implements Entry {}

  /// @param bytesMax beyond which a transaction is refused before anything of it is journalled
  /// @param budget what all transactions share
  public WriteBuffer(LongSupplier bytesMax, WriteBudget budget) {
    this.bytesMax = bytesMax;
    this.budget = budget;
  }

  /// Adds rows of a table, inserted or, with negative weights, retracted. The chunk must not change
  /// from now on.
  public void add(Item table, Chunk rows) {
    if (bytes + rows.bytes() > bytesMax.getAsLong()) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "the transaction writes more than " + bytesMax.getAsLong() + " bytes",
          null,
          "Write less at once (COPY … WITH (COMMIT EVERY n)), or raise"
              + " max_transaction_write_bytes.",
          0);
    }
    budget.take(rows.bytes());
    count(rows, 1);
    Rows entry = new Rows(table, rows);
    entries.add(entry);
    byTable.computeIfAbsent(table.collection(), _ -> new ArrayList<>()).add(entry);
    Overlay overlay = overlays.get(table.collection());
    if (overlay != null) {
      overlay.add(rows, 1);
    }
    for (Keyed each : keyed.values()) {
      if (each.table().equals(table.collection())) {
        each.keys().add(rows);
      }
    }
  }

  /// Adds something that must hold when the transaction commits.
  public void require(CommitCheck check) {
    entries.add(new Condition(check));
  }

  /// Adds an entry of the durable catalog that is made, on the engine's thread, when the
  /// transaction gets its step.
  public void atCommit(Supplier<Change.CatalogEntry> entry) {
    entries.add(new AtCommit(entry));
  }

  /// Makes the entries of the durable catalog. On the engine's thread.
  List<Change.CatalogEntry> catalogEntries() {
    List<Change.CatalogEntry> made = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry instanceof AtCommit(Supplier<Change.CatalogEntry> maker)) {
        made.add(maker.get());
      }
    }
    return made;
  }

  /// True if there is nothing to commit.
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /// Bytes of rows that wait. Any thread.
  public long bytes() {
    return bytes;
  }

  /// Rows that wait. Any thread.
  public long rows() {
    return rows;
  }

  /// Only the session's thread counts, so that nothing is lost between reading and writing.
  private void count(Chunk chunk, int factor) {
    long moreBytes = bytes + factor * chunk.bytes();
    long moreRows = rows + (long) factor * chunk.size();
    bytes = moreBytes;
    rows = moreRows;
  }

  /// The tables written.
  public Set<CollectionId> tables() {
    return Set.copyOf(byTable.keySet());
  }

  /// What was written to a table, to be laid over its rows; null if nothing was.
  @Nullable Overlay overlay(CollectionId table) {
    List<Rows> written = byTable.get(table);
    return written == null ? null : overlays.computeIfAbsent(table, _ -> overlayOf(written));
  }

  /// What was written to a table, by the key of an index on it.
  KeyedChanges keys(CollectionId table, CollectionId index, List<Integer> columns) {
    Keyed known = keyed.get(index);
    if (known == null) {
      int[] key = columns.stream().mapToInt(Integer::intValue).toArray();
      List<Rows> written = Objects.requireNonNull(byTable.get(table));
      KeyedChanges keys = new KeyedChanges(types(written), key, 1);
      written.forEach(each -> keys.add(each.rows()));
      known = new Keyed(table, keys);
      keyed.put(index, known);
    }
    return known.keys();
  }

  private static List<SqlType> types(List<Rows> written) {
    return written.getLast().table().columns().stream().map(ColumnDefinition::type).toList();
  }

  /// Lets what the engine may still be reading alone: later changes go to new overlays.
  public void abandonOverlays() {
    overlays.clear();
    keyed.clear();
  }

  private static Overlay overlayOf(List<Rows> written) {
    Overlay overlay = new Overlay(types(written));
    written.forEach(each -> overlay.add(each.rows(), 1));
    return overlay;
  }

  /// What has to hold, since a position.
  public List<CommitCheck> checks(int mark) {
    List<CommitCheck> checks = new ArrayList<>();
    for (Entry entry : entries.subList(mark, entries.size())) {
      if (entry instanceof Condition(CommitCheck check)) {
        checks.add(check);
      }
    }
    return checks;
  }

  /// The rows as the engine takes them. Where something is retracted, what was written and taken
  /// back in the same transaction is left out.
  public List<Change.Delta> deltas() {
    List<Change.Delta> deltas = new ArrayList<>();
    byTable.forEach((id, written) -> {
      if (written.stream().allMatch(each -> isAppending(each.rows()))) {
        written.forEach(each -> deltas.add(new Change.Delta(id, each.rows())));
      } else {
        overlayOf(written).changes(rows -> deltas.add(new Change.Delta(id, rows)));
      }
    });
    return deltas;
  }

  private static boolean isAppending(Chunk rows) {
    for (int row = 0; rows.weights != null && row < rows.size(); row++) {
      if (rows.weight(row) < 0) {
        return false;
      }
    }
    return true;
  }

  /// Fails if a table written to is not what it was when it was written to.
  void requireTables(CatalogState now) {
    for (List<Rows> written : byTable.values()) {
      Item table = written.getLast().table();
      Item current = now.item(table.id());
      if (current == null) {
        throw new DatabaseException(
            SqlState.UNDEFINED_TABLE,
            "table \"" + table.name() + "\" was dropped while it was written to");
      }
      if (!current.body().equals(table.body())) {
        throw new DatabaseException(
            SqlState.SERIALIZATION_FAILURE,
            "could not serialize access due to a change of table \"" + table.name() + "\"");
      }
    }
  }

  /// How much there is, for [#truncate] and [#checks].
  public int mark() {
    return entries.size();
  }

  /// Forgets what was added after a mark.
  public void truncate(int mark) {
    overlays.clear();
    keyed.clear();
    while (entries.size() > mark) {
      if (entries.removeLast() instanceof Rows(Item table, Chunk removed)) {
        List<Rows> written = Objects.requireNonNull(byTable.get(table.collection()));
        written.removeLast();
        if (written.isEmpty()) {
          byTable.remove(table.collection());
        }
        budget.giveBack(removed.bytes());
        count(removed, -1);
      }
    }
  }

  /// Forgets all.
  public void clear() {
    truncate(0);
  }
}
