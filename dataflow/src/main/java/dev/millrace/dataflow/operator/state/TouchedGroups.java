package dev.millrace.dataflow.operator.state;

import java.util.Arrays;

/// The groups of one shard that a run has touched, each once, in order of first touch, each with
/// what it had put out before.
public final class TouchedGroups<T> {

  private int[] groups = new int[16];
  private Object[] before = new Object[16];
  private int count;

  /// Per group number the run in which it was last touched.
  private int[] lastRuns = new int[16];

  private int run;

  /// Begins a run.
  public void begin() {
    count = 0;
    run++;
  }

  /// True if the group is touched for the first time in this run; the caller then `remember`s.
  public boolean isFirst(int group) {
    if (group >= lastRuns.length) {
      lastRuns = Arrays.copyOf(lastRuns, Math.max(group + 1, lastRuns.length * 2));
    }
    if (lastRuns[group] == run) {
      return false;
    }
    lastRuns[group] = run;
    return true;
  }

  /// Notes what a group had put out before.
  public void remember(int group, T output) {
    if (count == groups.length) {
      groups = Arrays.copyOf(groups, count * 2);
      before = Arrays.copyOf(before, count * 2);
    }
    groups[count] = group;
    before[count++] = output;
  }

  /// Groups touched.
  public int size() {
    return count;
  }

  /// The i-th group touched.
  public int group(int i) {
    return groups[i];
  }

  /// What the i-th group had put out; forgotten by the call.
  @SuppressWarnings("unchecked") // only T goes in
  public T takeBefore(int i) {
    T output = (T) before[i];
    before[i] = null;
    return output;
  }
}
