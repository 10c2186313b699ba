package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/// A join on equal keys: the right side is kept in a hash table, the left side streams past it.
final class HashJoin {

  private static final int NONE = -1;

  private final Plan.Join plan;
  private final int leftWidth;
  private final RowStore right;
  private final GroupTable groups;
  private final RowKey leftKey;
  private final RowKey rightKey;
  private final BitSet matched = new BitSet();
  private long[] addresses = new long[64];
  private int[] next = new int[64];
  private int[] heads = new int[64];
  private int entries;

  /// Groups are numbered in order of first sight: those below this have a head.
  private int headed;

  /// Head of the rows whose key matches nothing.
  private int keyless = NONE;

  HashJoin(Plan.Join plan, Budget budget) {
    this.plan = plan;
    this.leftWidth = plan.left().types().size();
    List<SqlType> rightTypes = plan.right().types();
    this.right = new RowStore(rightTypes, budget);
    this.groups = new GroupTable(budget);
    this.leftKey = new RowKey(plan.left().types(), plan.leftKeys(), plan.nullSafe());
    this.rightKey = new RowKey(rightTypes, plan.rightKeys(), plan.nullSafe());
  }

  /// Takes rows of the right side.
  void build(Chunk chunk) {
    right.add(chunk);
    for (int row = 0; row < chunk.size(); row++) {
      if (rightKey.read(chunk, row)) {
        int group = groups.findOrAdd(rightKey.bytes(), rightKey.length());
        if (group >= heads.length) {
          heads = Arrays.copyOf(heads, heads.length * 2);
        }
        link(right.address(row), group < headed ? heads[group] : NONE);
        heads[group] = entries - 1;
        headed = Math.max(headed, group + 1);
      } else {
        link(right.address(row), keyless);
        keyless = entries - 1;
      }
    }
  }

  private void link(long address, int following) {
    if (entries == addresses.length) {
      addresses = Arrays.copyOf(addresses, entries * 2);
      next = Arrays.copyOf(next, entries * 2);
    }
    addresses[entries] = address;
    next[entries++] = following;
  }

  /// Joins rows of the left side.
  void probe(Chunk chunk, Consumer<Chunk> out) {
    ChunkBuilder builder = new ChunkBuilder(plan.types(), out);
    JoinKind kind = plan.kind();
    for (int row = 0; row < chunk.size(); row++) {
      int group = leftKey.read(chunk, row) ? groups.find(leftKey.bytes(), leftKey.length()) : NONE;
      if (group == NONE) {
        if (kind == JoinKind.LEFT || kind == JoinKind.FULL) {
          appendLeft(builder.chunk(), chunk, row);
        } else if (kind == JoinKind.ANTI) {
          builder.chunk().appendFrom(chunk, row, chunk.weight(row));
        }
      } else {
        matched.set(group);
        switch (kind) {
          case SEMI -> builder.chunk().appendFrom(chunk, row, chunk.weight(row));
          case ANTI -> {}
          case INNER, LEFT, RIGHT, FULL -> {
            for (int i = heads[group]; i != NONE; i = next[i]) {
              appendBoth(builder.chunk(), chunk, row, addresses[i]);
            }
          }
        }
      }
    }
    builder.flush();
  }

  /// Adds the rows of the right side that matched nothing, where the kind returns them.
  void finish(Consumer<Chunk> out) {
    if (plan.kind() != JoinKind.RIGHT && plan.kind() != JoinKind.FULL) {
      return;
    }
    ChunkBuilder builder = new ChunkBuilder(plan.types(), out);
    appendRights(builder, keyless);
    for (int group = 0; group < groups.groups(); group++) {
      if (!matched.get(group)) {
        appendRights(builder, heads[group]);
      }
    }
    builder.flush();
  }

  private void appendLeft(Chunk out, Chunk left, int row) {
    for (int i = 0; i < out.columns.length; i++) {
      if (i < leftWidth) {
        out.columns[i].appendFrom(left.columns[i], row);
      } else {
        out.columns[i].appendNull();
      }
    }
    out.endRow(left.weight(row));
  }

  private void appendBoth(Chunk out, Chunk left, int row, long address) {
    Chunk chunk = right.chunk(address);
    int rightRow = RowStore.row(address);
    for (int i = 0; i < leftWidth; i++) {
      out.columns[i].appendFrom(left.columns[i], row);
    }
    for (int i = leftWidth; i < out.columns.length; i++) {
      out.columns[i].appendFrom(chunk.columns[i - leftWidth], rightRow);
    }
    out.endRow(weight((long) left.weight(row) * chunk.weight(rightRow)));
  }

  private void appendRights(ChunkBuilder builder, int head) {
    for (int i = head; i != NONE; i = next[i]) {
      Chunk out = builder.chunk();
      Chunk chunk = right.chunk(addresses[i]);
      int row = RowStore.row(addresses[i]);
      for (int column = 0; column < out.columns.length; column++) {
        if (column < leftWidth) {
          out.columns[column].appendNull();
        } else {
          out.columns[column].appendFrom(chunk.columns[column - leftWidth], row);
        }
      }
      out.endRow(chunk.weight(row));
    }
  }

  /// A weight as a chunk holds it.
  static int weight(long weight) {
    if (weight != (int) weight) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "a row occurs more than 2147483647 times");
    }
    return (int) weight;
  }
}
