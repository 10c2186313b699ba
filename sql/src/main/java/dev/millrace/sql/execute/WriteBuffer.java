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
    entries.add(new Rows(table, rows));
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
    return Set.copyOf(byTable().keySet());
  }

  /// What was written to a table, to be laid over its rows; null if nothing was.
  @Nullable Overlay overlay(CollectionId table) {
    Overlay known = overlays.get(table);
    if (known == null && isWritten(table)) {
      known = overlayOf(entries, table);
      overlays.put(table, known);
    }
    return known;
  }

  /// What was written to a table, by the key of an index on it.
  KeyedChanges keys(CollectionId table, CollectionId index, List<Integer> columns) {
    Keyed known = keyed.get(index);
    if (known == null) {
      int[] key = columns.stream().mapToInt(Integer::intValue).toArray();
      KeyedChanges keys = new KeyedChanges(types(byTable().get(table)), key, 1);
      for (Entry entry : entries) {
        if (entry instanceof Rows(Item item, Chunk rows) && item.collection().equals(table)) {
          keys.add(rows);
        }
      }
      known = new Keyed(table, keys);
      keyed.put(index, known);
    }
    return known.keys();
  }

  private static List<SqlType> types(@Nullable Item table) {
    return Objects.requireNonNull(table).columns().stream().map(ColumnDefinition::type).toList();
  }

  /// Lets what the engine may still be reading alone: later changes go to new overlays.
  public void abandonOverlays() {
    overlays.clear();
    keyed.clear();
  }

  private boolean isWritten(CollectionId table) {
    return entries.stream()
        .anyMatch(e -> e instanceof Rows(Item item, _) && item.collection().equals(table));
  }

  private static Overlay overlayOf(List<Entry> entries, CollectionId table) {
    Overlay overlay = null;
    for (Entry entry : entries) {
      if (entry instanceof Rows(Item item, Chunk rows) && item.collection().equals(table)) {
        if (overlay == null) {
          overlay = new Overlay(item.columns().stream().map(ColumnDefinition::type).toList());
        }
        overlay.add(rows, 1);
      }
    }
    if (overlay == null) {
      throw new IllegalStateException("nothing was written to " + table);
    }
    return overlay;
  }

  private Map<CollectionId, Item> byTable() {
    Map<CollectionId, Item> tables = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry instanceof Rows(Item table, _)) {
        tables.put(table.collection(), table);
      }
    }
    return tables;
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
    byTable()
        .forEach((id, table) -> {
          if (isAppending(id)) {
            addAll(id, deltas);
          } else {
            overlayOf(entries, id).changes(rows -> deltas.add(new Change.Delta(id, rows)));
          }
        });
    return deltas;
  }

  private boolean isAppending(CollectionId table) {
    for (Entry entry : entries) {
      if (entry instanceof Rows(Item item, Chunk rows) && item.collection().equals(table)) {
        for (int row = 0; rows.weights != null && row < rows.size(); row++) {
          if (rows.weight(row) < 0) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private void addAll(CollectionId table, List<Change.Delta> deltas) {
    for (Entry entry : entries) {
      if (entry instanceof Rows(Item item, Chunk rows) && item.collection().equals(table)) {
        deltas.add(new Change.Delta(table, rows));
      }
    }
  }

  /// Fails if a table written to is not what it was when it was written to.
  void requireTables(CatalogState now) {
    for (Item table : byTable().values()) {
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
      if (entries.removeLast() instanceof Rows(_, Chunk removed)) {
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
