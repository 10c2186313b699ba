package dev.millrace.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A table on a terminal that follows SUBSCRIBE's rows: the users who spent most, drawn over and
/// over in place. Confined to the subscription's thread.
final class LiveTable {

  private static final int ROWS = 16;

  /// Columns of a terminal that nobody widened.
  private static final int WIDTH = 78;

  /// Often enough to look alive, seldom enough to be read.
  private static final long NANOS_BETWEEN = 200_000_000;

  private final PrintStream out;
  private final Map<List<@Nullable String>, Integer> rows = new HashMap<>();
  private long changes;
  private long drawnAt;
  private int drawnLines;

  LiveTable(PrintStream out) {
    this.out = out;
  }

  /// Takes rows of SUBSCRIBE: time, weight, then the view's columns.
  void apply(List<List<@Nullable String>> batch) {
    String time = "";
    for (List<@Nullable String> row : batch) {
      time = String.valueOf(row.get(0));
      int weight = Integer.parseInt(String.valueOf(row.get(1)));
      rows.merge(new ArrayList<>(row.subList(2, row.size())), weight, LiveTable::sum);
      changes++;
    }
    long now = System.nanoTime();
    if (now - drawnAt >= NANOS_BETWEEN) {
      drawnAt = now;
      draw(time);
    }
  }

  private static @Nullable Integer sum(Integer left, Integer right) {
    return left + right == 0 ? null : Integer.valueOf(left + right);
  }

  private void draw(String time) {
    StringBuilder text = new StringBuilder();
    if (drawnLines > 0) {
      text.append("\033[").append(drawnLines).append('A');
    }
    List<String> lines = lines(time);
    for (String line : lines) {
      text.append("\033[2K").append(line).append('\n');
    }
    text.append("\033[J");
    drawnLines = lines.size();
    out.print(text);
    out.flush();
  }

  private List<String> lines(String time) {
    List<List<@Nullable String>> top = new ArrayList<>(rows.keySet());
    top.sort(Comparator.comparingDouble((List<@Nullable String> row) -> total(row)).reversed());
    List<String> lines = new ArrayList<>();
    lines.add("%-32s %9s  %s".formatted("email", "total", "materials"));
    for (List<@Nullable String> row : top.subList(0, Math.min(ROWS, top.size()))) {
      String line = "%-32s %9s  %s".formatted(row.get(1), row.get(2), row.get(4));
      lines.add(line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line);
    }
    lines.add("%d users, %d changes, mz_timestamp %s".formatted(rows.size(), changes, time));
    return lines;
  }

  private static double total(List<@Nullable String> row) {
    String total = row.get(2);
    return total == null ? 0 : Double.parseDouble(total);
  }
}
