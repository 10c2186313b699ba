package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.FeedChanges;
import dev.millrace.dataflow.operator.state.GroupTable;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.dataflow.operator.state.SortedEntry;
import dev.millrace.dataflow.operator.state.SortedRows;
import dev.millrace.dataflow.operator.state.TouchedGroups;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.function.GenericAggregate;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The groups of one shard of a reduce. A group's state: the sum of its rows' weights, accumulator
/// bytes in pages, and a sorted multiset per feed.
final class ReduceShard {

  private static final int PAGE_BITS = 8;
  private static final int PAGE_GROUPS = 1 << PAGE_BITS;

  /// What a group that is not there puts out.
  private static final Object NOTHING = new Object();

  private final int[] keyColumns;
  private final boolean isExact;
  private final ReduceCalls calls;
  private final SortedEntry[] entries;
  private final Chunk[] scratch;
  private final FeedChanges[] changes;
  private final GroupTable keys = new GroupTable();

  /// What each touched group had put out: NOTHING, a Fault, or the boxed aggregates.
  private final TouchedGroups<Object> touched = new TouchedGroups<>();

  private long[] counts = new long[8];
  private byte[] @Nullable [] pages = new byte[1][];
  private @Nullable SortedRows[][] feeds;

  /// Per group the feeds changed in this run, one bit each; the last bit stands for all the rest.
  private long[] changed = new long[8];

  /// What a group puts out, for reduces where computing it again is dear.
  private @Nullable Object[] outputs = new Object[8];

  /// The first representation seen of a group's key, where the key bytes do not tell it.
  private byte[] @Nullable [] seen = new byte[8][];

  /// The group of a reduce without keys, which is there even without rows; -1 if there are keys.
  private int onlyGroup = GroupTable.NONE;

  ReduceShard(List<SqlType> types, int[] keyColumns, ReduceCalls calls) {
    this.keyColumns = keyColumns;
    this.isExact = RowBytes.isExact(types, keyColumns);
    this.calls = calls;
    int feedCount = calls.feeds.size();
    this.entries = new SortedEntry[feedCount];
    this.scratch = new Chunk[feedCount];
    this.changes = new FeedChanges[feedCount];
    this.feeds = new SortedRows[feedCount][8];
    for (int i = 0; i < feedCount; i++) {
      ReduceCalls.Feed feed = calls.feeds.get(i);
      entries[i] = new SortedEntry(types, feed.order(), feed.intake().columns());
      scratch[i] = Chunk.of(entries[i].types(), 1);
      int number = i;
      changes[i] =
          new FeedChanges((group, chunk, row, weight) -> feed(number, group, chunk, row, weight));
    }
  }

  /// Makes the group of a reduce without keys.
  void addOnlyGroup(long hash) {
    onlyGroup = group(new byte[0], 0, 0, hash);
    outputs[onlyGroup] = evaluate(onlyGroup, NOTHING);
  }

  /// Reports the fault of the only group before it has rows.
  void faults(Output.FaultSink faults) {
    if (onlyGroup != GroupTable.NONE && outputs[onlyGroup] instanceof Fault fault) {
      faults.add(fault, 1);
    }
  }

  /// @param feedRows per feed and chunk of the delta the feed's columns
  void run(List<Selection> selections, List<List<EncodedRows>> feedRows, Output out) {
    touched.begin();
    for (Selection s : selections) {
      add(s, feedRows);
    }
    for (FeedChanges feed : changes) {
      feed.flush();
    }
    for (int i = 0; i < touched.size(); i++) {
      int group = touched.group(i);
      Object before = touched.takeBefore(i);
      Object after = evaluate(group, before);
      if (!isSame(before, after)) {
        emit(group, before, -1, out);
        emit(group, after, 1, out);
      }
      outputs[group] = calls.isLinear() ? null : after;
      if (counts[group] == 0 && group != onlyGroup) {
        remove(group);
      }
    }
  }

  private void add(Selection s, List<List<EncodedRows>> feedRows) {
    Chunk chunk = s.chunk();
    EncodedRows bytes = s.keys();
    @Nullable Column[][] arguments = new Column[calls.calls.size()][];
    for (int c = 0; c < arguments.length; c++) {
      switch (calls.calls.get(c)) {
        case ReduceCalls.Call.Linear l -> arguments[c] = l.intake().of(chunk);
        case ReduceCalls.Call.LinearDistinct _,
            ReduceCalls.Call.Ordered _,
            ReduceCalls.Call.Generic _ -> {}
      }
    }
    for (int i = 0; i < s.count(); i++) {
      int row = s.row(i);
      int group = group(bytes.heap(), bytes.offset(row), bytes.length(row), bytes.hash(row));
      if (!isExact && seen[group] == null) {
        byte[] key = new byte[RowBytes.size(chunk, row, keyColumns)];
        seen[group] = Arrays.copyOf(key, RowBytes.write(chunk, row, keyColumns, key, 0));
      }
      if (touched.isFirst(group)) {
        touched.remember(group, output(group));
      }
      for (int f = 0; f < changes.length; f++) {
        if (calls.feeds.get(f).intake().admits(chunk, row)) {
          changes[f].add(group, chunk, feedRows.get(f).get(s.index()), row, chunk.weight(row));
        }
      }
      add(group, chunk, row, arguments);
    }
  }

  private void add(int group, Chunk chunk, int row, @Nullable Column[][] arguments) {
    long weight = chunk.weight(row);
    counts[group] += weight;
    byte[] page = page(group);
    int offset = pageOffset(group);
    for (int c = 0; c < arguments.length; c++) {
      if (calls.calls.get(c) instanceof ReduceCalls.Call.Linear l
          && l.intake().admits(chunk, row)) {
        l.aggregate().add(columns(arguments, c), row, weight, page, offset + l.offset());
      }
    }
  }

  /// Changes a group's multiset.
  private void feed(int feed, int group, Chunk chunk, int row, long weight) {
    long before = feed(feed, group).add(entries[feed].of(chunk, row), weight);
    changed[group] |= bit(feed);
    int change = Boolean.compare(before + weight > 0, before > 0);
    for (int c = 0; change != 0 && c < calls.calls.size(); c++) {
      if (calls.calls.get(c) instanceof ReduceCalls.Call.LinearDistinct d && d.feed() == feed) {
        Column[] arguments = calls.feeds.get(feed).intake().of(chunk);
        d.aggregate().add(arguments, row, change, page(group), pageOffset(group) + d.offset());
      }
    }
  }

  private static long bit(int feed) {
    return 1L << Math.min(feed, Long.SIZE - 1);
  }

  private static Column[] columns(@Nullable Column[][] arguments, int call) {
    Column[] columns = arguments[call];
    assert columns != null;
    return columns;
  }

  private int group(byte[] heap, int offset, int length, long hash) {
    int group = keys.findOrAdd(heap, offset, length, hash);
    if (group >= counts.length) {
      int groups = Math.max(group + 1, counts.length * 2);
      counts = Arrays.copyOf(counts, groups);
      outputs = Arrays.copyOf(outputs, groups);
      changed = Arrays.copyOf(changed, groups);
      seen = Arrays.copyOf(seen, groups);
      for (int f = 0; f < feeds.length; f++) {
        feeds[f] = Arrays.copyOf(feeds[f], groups);
      }
    }
    return group;
  }

  private SortedRows feed(int feed, int group) {
    SortedRows rows = feeds[feed][group];
    if (rows == null) {
      rows = new SortedRows();
      feeds[feed][group] = rows;
    }
    return rows;
  }

  private byte[] page(int group) {
    int number = group >>> PAGE_BITS;
    if (number >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(number + 1, pages.length * 2));
    }
    byte[] page = pages[number];
    if (page == null) {
      page = new byte[PAGE_GROUPS * calls.accumulatorBytes];
      pages[number] = page;
    }
    return page;
  }

  private int pageOffset(int group) {
    return (group & (PAGE_GROUPS - 1)) * calls.accumulatorBytes;
  }

  private void remove(int group) {
    int offset = pageOffset(group);
    Arrays.fill(page(group), offset, offset + calls.accumulatorBytes, (byte) 0);
    for (@Nullable SortedRows[] feed : feeds) {
      feed[group] = null;
    }
    counts[group] = 0;
    changed[group] = 0;
    outputs[group] = null;
    seen[group] = null;
    keys.remove(group);
  }

  private Object output(int group) {
    if (calls.isLinear()) {
      return evaluate(group, NOTHING);
    }
    Object output = outputs[group];
    return output == null ? NOTHING : output;
  }

  /// What a group puts out now. What is computed from a whole feed is computed again only if the
  /// feed has changed since `before`.
  private Object evaluate(int group, Object before) {
    long changedFeeds = changed[group];
    changed[group] = 0;
    if (counts[group] <= 0 && group != onlyGroup) {
      return NOTHING;
    }
    @Nullable Object[] values = new Object[calls.calls.size()];
    @Nullable Object[] known = before instanceof Object[] b ? b : null;
    try {
      for (ReduceCalls.Call call : calls.calls) {
        switch (call) {
          case ReduceCalls.Call.Linear l ->
              values[l.index()] = l.aggregate().result(page(group), pageOffset(group) + l.offset());
          case ReduceCalls.Call.LinearDistinct d ->
              values[d.index()] = d.aggregate().result(page(group), pageOffset(group) + d.offset());
          case ReduceCalls.Call.Ordered o -> values[o.index()] = extreme(o, group);
          case ReduceCalls.Call.Generic g ->
              values[g.index()] =
                  known != null && (changedFeeds & bit(g.feed())) == 0
                      ? known[g.index()]
                      : fold(g, group);
        }
      }
    } catch (DatabaseException e) {
      return Fault.of(e);
    }
    return values;
  }

  private @Nullable Object extreme(ReduceCalls.Call.Ordered call, int group) {
    SortedRows rows = feeds[call.feed()][group];
    byte[] entry = rows == null ? null : call.isLast() ? rows.last() : rows.first();
    if (entry == null) {
      return null;
    }
    Object value = arguments(call.feed(), entry)[0].value(0);
    return value instanceof Slice s ? Slice.of(s.toBytes()) : value;
  }

  private @Nullable Object fold(ReduceCalls.Call.Generic call, int group) {
    GenericAggregate aggregate = call.aggregate().apply(call.types());
    SortedRows rows = feeds[call.feed()][group];
    if (rows != null) {
      rows.visit(
          0,
          (entry, weight) -> {
            if (weight > 0) {
              aggregate.add(arguments(call.feed(), entry), 0, call.isDistinct() ? 1 : weight);
            }
            return true;
          });
    }
    return aggregate.result();
  }

  /// The arguments in an entry, as row 0 of columns that are valid until the next call.
  private Column[] arguments(int feed, byte[] entry) {
    Chunk chunk = scratch[feed];
    chunk.clear();
    entries[feed].read(entry, chunk.columns, 0);
    return chunk.columns;
  }

  private static boolean isSame(Object before, Object after) {
    if (before instanceof Object[] b && after instanceof Object[] a) {
      return Arrays.equals(b, a);
    }
    return before.equals(after);
  }

  private void emit(int group, Object output, int sign, Output out) {
    if (output instanceof Fault fault) {
      out.fault(fault, sign);
    } else if (output instanceof Object[] values) {
      Column[] columns = out.chunk().columns;
      byte[] first = seen[group];
      byte[] key = first == null ? keys.key(group) : first;
      RowBytes.read(key, 0, columns, 0, keyColumns.length);
      for (int i = 0; i < values.length; i++) {
        columns[keyColumns.length + i].append(values[i]);
      }
      out.endRow(sign);
    }
  }

  /// Writes the row of every group.
  void contents(Output out) {
    for (int group = 0; group < keys.end(); group++) {
      if (keys.isPresent(group) && !(output(group) instanceof Fault)) {
        emit(group, output(group), 1, out);
      }
    }
  }

  int groups() {
    return keys.size();
  }

  long bytes() {
    long bytes = keys.bytes() + 32L * counts.length;
    for (byte[] page : pages) {
      bytes += page == null ? 0 : page.length;
    }
    for (@Nullable SortedRows[] feed : feeds) {
      for (SortedRows rows : feed) {
        bytes += rows == null ? 0 : rows.bytes();
      }
    }
    return bytes;
  }
}
