package dev.millrace.dataflow.operator.join;

import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.model.chunk.Chunk;
import java.util.Arrays;
import java.util.List;

/// The keys one shard of a delta touches: their total weights and their rows, chained. Lives for
/// one run of one operator.
final class StepKeys {

  private static final int NONE = -1;

  private final List<Selection> selections;

  /// Key number + 1 per slot, 0 where free.
  private int[] slots = new int[16];

  /// Per key: first entry of its chain and total weight.
  private int[] heads = new int[8];

  private long[] totals = new long[8];
  private int keys;

  /// Per entry: selection, row and the next entry of the same key.
  private int[] entrySelections = new int[8];

  private int[] entryRows = new int[8];
  private int[] nexts = new int[8];
  private int entries;

  /// Collects the keys; rows with a NULL where `nullSafe` does not allow it are left out.
  StepKeys(List<Selection> selections, int[] columns, boolean[] nullSafe) {
    this.selections = selections;
    for (int s = 0; s < selections.size(); s++) {
      Selection selection = selections.get(s);
      for (int i = 0; i < selection.count(); i++) {
        if (matches(selection.chunk(), selection.row(i), columns, nullSafe)) {
          add(s, selection.row(i));
        }
      }
    }
  }

  /// False if a NULL keeps the row from matching anything.
  static boolean matches(Chunk chunk, int row, int[] columns, boolean[] nullSafe) {
    for (int i = 0; i < columns.length; i++) {
      if (!nullSafe[i] && chunk.columns[columns[i]].isNull(row)) {
        return false;
      }
    }
    return true;
  }

  /// Number of keys.
  int size() {
    return keys;
  }

  /// The number of the key of a row of some other delta, or -1.
  int find(EncodedRows bytes, int row) {
    int mask = slots.length - 1;
    int slot = (int) bytes.hash(row) & mask;
    while (slots[slot] != 0) {
      int entry = heads[slots[slot] - 1];
      Selection s = selections.get(entrySelections[entry]);
      if (s.keys().isEqual(entryRows[entry], bytes, row)) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & mask;
    }
    return NONE;
  }

  /// Sum of the weights of a key's rows; 0 for -1.
  long total(int key) {
    return key == NONE ? 0 : totals[key];
  }

  /// First entry of a key.
  int first(int key) {
    return heads[key];
  }

  /// Next entry of the same key, or -1.
  int next(int entry) {
    return nexts[entry];
  }

  /// The chunk an entry is in.
  Selection selection(int entry) {
    return selections.get(entrySelections[entry]);
  }

  /// The row of an entry.
  int row(int entry) {
    return entryRows[entry];
  }

  private void add(int selection, int row) {
    Selection s = selections.get(selection);
    int key = find(s.keys(), row);
    int entry = newEntry(selection, row);
    if (key == NONE) {
      newKey(entry, s.keys().hash(row));
      totals[keys - 1] = s.chunk().weight(row);
    } else {
      nexts[entry] = nexts[heads[key]];
      nexts[heads[key]] = entry;
      totals[key] += s.chunk().weight(row);
    }
  }

  private int newEntry(int selection, int row) {
    if (entries == nexts.length) {
      entrySelections = Arrays.copyOf(entrySelections, entries * 2);
      entryRows = Arrays.copyOf(entryRows, entries * 2);
      nexts = Arrays.copyOf(nexts, entries * 2);
    }
    entrySelections[entries] = selection;
    entryRows[entries] = row;
    nexts[entries] = NONE;
    return entries++;
  }

  private void newKey(int entry, long hash) {
    if (keys == heads.length) {
      heads = Arrays.copyOf(heads, keys * 2);
      totals = Arrays.copyOf(totals, keys * 2);
    }
    heads[keys++] = entry;
    if (keys * 2 > slots.length) {
      slots = new int[slots.length * 4];
      for (int key = 0; key < keys; key++) {
        put(key, selection(heads[key]).keys().hash(entryRows[heads[key]]));
      }
    } else {
      put(keys - 1, hash);
    }
  }

  private void put(int key, long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = key + 1;
  }
}
