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

/// What a transaction has written and not yet committed: changes of the catalog, rows of tables
/// with weights, and what must hold of them. Confined to the session's thread; the overlays it
/// hands out may be read by the engine until the next change.
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

  private record Defined(Definition definition) implements Entry {}

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

  /// Adds a change of the catalog. Rows written before take the shape that it gives their table.
  void define(Definition definition) {
    entries.add(new Defined(definition));
    abandonOverlays();
  }

  /// The changes of the catalog, in their order.
  List<Definition> definitions() {
    return entries.stream()
        .filter(e -> e instanceof Defined)
        .map(e -> ((Defined) e).definition())
        .toList();
  }

  /// The catalog with the changes, or null if there are none.
  public @Nullable CatalogState draft() {
    for (Entry entry : entries.reversed()) {
      if (entry instanceof Defined(Definition definition)) {
        return definition.draft().after();
      }
    }
    return null;
  }

  /// A table as the transaction's own changes of the catalog have made it; as given if they have
  /// dropped it.
  private Item now(Item table) {
    CatalogState draft = draft();
    Item changed = draft == null ? null : draft.item(table.id());
    return changed == null ? table : changed;
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
      KeyedChanges keys = new KeyedChanges(types(now(written)), key, 1);
      shaped(written).forEach(keys::add);
      known = new Keyed(table, keys);
      keyed.put(index, known);
    }
    return known.keys();
  }

  private static List<SqlType> types(Item table) {
    return table.columns().stream().map(ColumnDefinition::type).toList();
  }

  private Item now(List<Rows> written) {
    return now(written.getLast().table());
  }

  /// The rows written to a table, in the shape it has now.
  private List<Chunk> shaped(List<Rows> written) {
    List<ColumnDefinition> columns = now(written).columns();
    return written.stream().map(each -> Padding.padded(each.rows(), columns)).toList();
  }

  /// Lets what the engine may still be reading alone: later changes go to new overlays.
  public void abandonOverlays() {
    overlays.clear();
    keyed.clear();
  }

  private Overlay overlayOf(List<Rows> written) {
    Overlay overlay = new Overlay(types(now(written)));
    shaped(written).forEach(rows -> overlay.add(rows, 1));
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
  /// back in the same transaction is left out; so are rows of tables that it has dropped.
  public List<Change.Delta> deltas() {
    CatalogState draft = draft();
    List<Change.Delta> deltas = new ArrayList<>();
    byTable.forEach((id, written) -> {
      if (draft != null && draft.item(id.number()) == null) {
        return;
      }
      if (written.stream().allMatch(each -> isAppending(each.rows()))) {
        shaped(written).forEach(rows -> deltas.add(new Change.Delta(id, rows)));
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
  ///
  /// @param base what the transaction's own changes of the catalog start from
  void requireTables(CatalogState now, CatalogState base) {
    CatalogState draft = draft();
    for (List<Rows> written : byTable.values()) {
      Item table = written.getLast().table();
      Item own = draft == null ? null : draft.item(table.id());
      if (draft != null && (own == null || own != base.item(table.id()))) {
        // Its own change: that nobody else has changed it, too, is looked at with that.
        continue;
      }
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
