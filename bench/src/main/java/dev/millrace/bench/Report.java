package dev.millrace.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Figures under stable names: printed as a table, written as JSON.
final class Report {

  private record Figure(String name, double value, String meaning) {}

  private final String title;
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  Report(String title) {
    this.title = title;
  }

  /// Adds a figure; its name ends in its unit.
  Report add(String name, double value, String meaning) {
    figures.add(new Figure(name, value, meaning));
    return this;
  }

  /// Adds a line below the table.
  Report remark(String text) {
    remarks.add(text);
    return this;
  }

  void print(PrintStream out) {
    out.println();
    out.println(title);
    for (Figure figure : figures) {
      out.printf(
          Locale.ROOT, "  %-28s %14s  %s%n", figure.name(), text(figure.value()), figure.meaning());
    }
    remarks.forEach(remark -> out.println("  " + remark));
  }

  /// Writes the figures to a file, unless its name is empty.
  void write(String file) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    for (Figure figure : figures) {
      lines.add("  \"" + figure.name() + "\": " + text(figure.value()));
    }
    Files.writeString(Path.of(file), "{\n" + String.join(",\n", lines) + "\n}\n");
  }

  private static String text(double value) {
    return value == Math.rint(value) || Math.abs(value) >= 1000
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
