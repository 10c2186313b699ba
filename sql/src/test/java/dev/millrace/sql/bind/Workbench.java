package dev.millrace.sql.bind;

import dev.millrace.dataflow.batch.BatchExecutor;
import dev.millrace.dataflow.batch.BatchRequest;
import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.dataflow.batch.Limits;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.codec.PlanTypecheck;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.Relations.Column;
import dev.millrace.sql.bind.Relations.Source;
import dev.millrace.sql.bind.scope.TypeBinder;
import dev.millrace.sql.parse.Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Tables in memory, and queries over them evaluated from scratch.
final class Workbench implements Relations {

  static final Binder BINDER = new Binder(FunctionRegistry.standard());
  static final long MILLIS = 1_700_000_000_000L;

  private final Map<String, Source> sources = new HashMap<>();
  private final Map<CollectionId, Chunk> rows = new HashMap<>();

  /// A table of columns written `a int4, b text not null, primary key a`.
  Workbench table(String name, String definition, String... values) {
    List<Column> columns = new ArrayList<>();
    Set<Set<Integer>> keys = new java.util.HashSet<>();
    for (String part : definition.split(",")) {
      String[] words = part.strip().split(" ");
      if (words[0].equals("primary")) {
        for (int i = 0; i < columns.size(); i++) {
          if (columns.get(i).name().equals(words[2])) {
            keys.add(Set.of(i));
          }
        }
        continue;
      }
      SqlType type = Objects.requireNonNull(TypeBinder.lookUp(List.of(words[1]), this));
      columns.add(new Column(words[0], type, words.length < 3));
    }
    CollectionId id = new CollectionId(sources.size() + 1);
    sources.put(name, new Source.Stored("public", name, sources.size(), id, columns, keys));
    Chunk chunk = Chunk.of(columns.stream().map(Column::type).toList(), Math.max(1, values.length));
    for (String value : values) {
      chunk.appendRow(row(value, columns), 1);
    }
    rows.put(id, chunk);
    return this;
  }

  private static @Nullable Object[] row(String text, List<Column> columns) {
    String[] parts = text.split("\\|", -1);
    @Nullable Object[] values = new @Nullable Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          parts[i].equals("NULL") ? null : TextFormat.parse(columns.get(i).type(), parts[i]);
    }
    return values;
  }

  Workbench view(String name, String query) {
    SqlNode node = Parser.parseQuery(query).node();
    sources.put(name, new Source.View("public", name, sources.size(), List.of(), node, this));
    return this;
  }

  Binder.Request request(BindMode mode) {
    return new Binder.Request(this, (_, _) -> null, mode, List.of());
  }

  Bound bind(String query, BindMode mode) {
    return BINDER.bind(Parser.parseQuery(query).node(), request(mode));
  }

  /// Rows as `1|x|NULL`, sorted unless the query says how.
  List<String> query(String query) {
    return run(bind(query, BindMode.ONE_SHOT));
  }

  List<String> run(Bound bound) {
    PlanTypecheck.check(bound.plan());
    BatchRequest request =
        new BatchRequest(
            bound.plan(), bound.order(), reader(), MILLIS, null, Limits.NONE, Interruption.none());
    List<String> lines = new ArrayList<>();
    for (Chunk chunk : BatchExecutor.run(request)) {
      for (int i = 0; i < chunk.size(); i++) {
        String line = line(chunk, i, bound);
        for (int n = 0; n < chunk.weight(i); n++) {
          lines.add(line);
        }
      }
    }
    if (bound.order().isEmpty()) {
      lines.sort(null);
    }
    return lines;
  }

  private static String line(Chunk chunk, int row, Bound bound) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < bound.columns().size(); i++) {
      Object value = chunk.columns[i].value(row);
      SqlType type = bound.columns().get(i).type().withoutModifier();
      cells.add(value == null ? "NULL" : TextFormat.text(type, value));
    }
    return String.join("|", cells);
  }

  private CollectionReader reader() {
    return new CollectionReader() {
      @Override
      public void scan(CollectionId collection, Consumer<Chunk> out) {
        out.accept(Objects.requireNonNull(rows.get(collection)));
      }

      @Override
      public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> out) {
        throw new IllegalStateException("no indexes here");
      }
    };
  }

  @Override
  public Source relation(List<String> name, int position) {
    Source source = sources.get(name.getLast());
    if (source == null) {
      throw DatabaseException.at(
          position,
          SqlState.UNDEFINED_TABLE,
          "relation \"" + String.join(".", name) + "\" does not exist");
    }
    return source;
  }

  @Override
  public @Nullable SqlType type(List<String> name) {
    return null;
  }
}
