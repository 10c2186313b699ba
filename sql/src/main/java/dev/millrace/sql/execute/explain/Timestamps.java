package dev.millrace.sql.execute.explain;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.time.StepTime;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.query.Reader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// EXPLAIN TIMESTAMP: the step at which a query would read now. All collections share one order of
/// time: each can be read at the last step (in a transaction at its pinned one) and never waits.
final class Timestamps {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private final Frame frame;
  private final long pinned;
  private final long last;
  private final Map<CollectionId, Item> inputs = new LinkedHashMap<>();

  private Timestamps(Plan plan, Frame frame) {
    this.frame = frame;
    this.last =
        Reader.await(frame.instance().engine().read(s -> s.time().millis()), frame.interruption());
    StepTime pin = frame.reads().pinned();
    this.pinned = pin == null ? last : pin.millis();
    for (CollectionId id : Binding.gets(plan)) {
      Item item = frame.state().item(id.number());
      if (item != null) {
        inputs.put(id, item);
      }
    }
  }

  static ExplainWork plan(Plan plan, boolean isJson) {
    return new ExplainWork(
        List.of(ExplainWork.column("Timestamp", ScalarType.TEXT)),
        false,
        frame -> {
          Timestamps times = new Timestamps(plan, frame);
          String shown = isJson ? times.json() : times.text();
          return List.<@Nullable Object[]>of(new Object[] {Slice.utf8(shown)});
        });
  }

  private String timeline() {
    return inputs.isEmpty() ? "None" : "Some(EpochMilliseconds)";
  }

  private static boolean isStored(Item item) {
    return item.body() instanceof ItemBody.Table || item.body() instanceof ItemBody.Source;
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    line(out, "query timestamp", " " + shown(pinned));
    line(out, "oracle read timestamp", " " + shown(last));
    line(out, "largest not in advance of upper", " " + shown(last));
    line(out, "upper", list(last + 1));
    line(out, "since", list(pinned));
    line(out, "can respond immediately", " true");
    line(out, "timeline", " " + timeline());
    line(out, "session wall time", " " + shown(frame.statementStart().toEpochMilli()));
    inputs.forEach((id, item) -> {
      out.append("\nsource ").append(frame.state().fullName(item)).append(" (");
      out.append(item.idText()).append(", ");
      out.append(isStored(item) ? "storage" : "compute").append("):\n");
      line(out, "read frontier", list(pinned));
      line(out, "write frontier", list(last + 1));
    });
    out.append("\nbinding constraints:\nlower:\n");
    out.append("  (IsolationLevel(StrictSerializable)): ").append(list(pinned)).append('\n');
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(" ".repeat(Math.max(0, 31 - name.length()))).append(name).append(':');
    out.append(value).append('\n');
  }

  private static String shown(long millis) {
    String time = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).format(FORM);
    return millis + " (" + time + ")";
  }

  private static String list(long millis) {
    return "[" + shown(millis) + "]";
  }

  private String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("query_timestamp", pinned);
    all.put("oracle_read_timestamp", last);
    all.put("largest_not_in_advance_of_upper", last);
    all.put("upper", List.of(last + 1));
    all.put("since", List.of(pinned));
    all.put("respond_immediately", true);
    all.put("timeline", timeline());
    all.put("session_wall_time", frame.statementStart().toString());
    all.put(
        "sources",
        inputs.values().stream()
            .map(item -> {
              Map<String, Object> source = new LinkedHashMap<>();
              source.put("name", frame.state().fullName(item));
              source.put("id", item.idText());
              source.put("kind", isStored(item) ? "storage" : "compute");
              source.put("read_frontier", List.of(pinned));
              source.put("write_frontier", List.of(last + 1));
              return source;
            })
            .toList());
    StringBuilder out = new StringBuilder();
    ExplainNode.json(all, out);
    return out.toString();
  }
}
