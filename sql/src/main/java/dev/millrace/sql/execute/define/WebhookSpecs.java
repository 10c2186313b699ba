package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.connector.CheckSpec;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.codec.PlanCodec;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Relations.Column;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.CatalogRelations;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.SourceClauses;
import dev.millrace.sql.statement.SourceOrigin;
import dev.millrace.sql.statement.SourceOrigin.CheckInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// FROM WEBHOOK as written, turned into what its connector is given: the body's format, which
/// headers become columns, and the CHECK bound and encoded. Confined to one statement.
final class WebhookSpecs {

  private final Names names;
  private final Frame frame;
  private final Set<Long> uses = new HashSet<>();

  /// A specification and the items it needs.
  record Resolved(SourceSpec spec, Set<Long> uses) {}

  private WebhookSpecs(Names names, Frame frame) {
    this.names = names;
    this.frame = frame;
  }

  static Resolved resolve(
      SourceOrigin.Webhook webhook, SourceClauses clauses, Names names, Frame frame) {
    WebhookSpecs specs = new WebhookSpecs(names, frame);
    Options with = new Options(clauses.options());
    String keeping = SourceSpecs.keeping(with);
    if ("NONE".equals(keeping)) {
      throw DatabaseException.notSupported(
          "RETAIN NONE of a webhook", clauses.options().getFirst().position());
    }
    with.refuseRest("CREATE SOURCE");
    return new Resolved(specs.spec(webhook, keeping), Set.copyOf(specs.uses));
  }

  private SourceSpec spec(SourceOrigin.Webhook webhook, @Nullable String keeping) {
    Map<String, OptionValue> options = new TreeMap<>();
    List<SourceSpec.IncludeSpec> includes = new ArrayList<>();
    for (SourceOrigin.Header header : webhook.headers()) {
      switch (header) {
        case SourceOrigin.Header.One one ->
            includes.add(
                new SourceSpec.IncludeSpec("HEADER", one.header(), one.column(), one.isBytes()));
        case SourceOrigin.Header.All all -> {
          includes.add(new SourceSpec.IncludeSpec("HEADERS", null, null, false));
          boolean isSecond = options.put("ONLY HEADERS", texts(all.only())) != null;
          options.put("EXCEPT HEADERS", texts(all.except()));
          if (isSecond) {
            throw new DatabaseException(
                SqlState.SYNTAX_ERROR, "INCLUDE HEADERS specified more than once");
          }
        }
      }
    }
    return new SourceSpec(
        "webhook",
        "",
        options,
        null,
        null,
        new SourceSpec.FormatSpec(
            webhook.bodyFormat().toUpperCase(Locale.ROOT), Map.of(), null, null),
        includes,
        SourceSpec.Envelope.NONE,
        keeping,
        check(webhook.check()),
        0);
  }

  private static OptionValue texts(List<String> headers) {
    return new OptionValue.Items(
        headers.stream().map(h -> (OptionValue) new OptionValue.Text(h)).toList());
  }

  private @Nullable CheckSpec check(SourceOrigin.@Nullable Check check) {
    if (check == null) {
      return null;
    }
    List<CheckSpec.Input> inputs = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (CheckInput input : check.inputs()) {
      CheckSpec.Input value = input(input);
      String name = name(input);
      if (!taken.add(name)) {
        throw new DatabaseException(
            SqlState.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once");
      }
      inputs.add(value);
      columns.add(new Column(name, type(value), false));
    }
    inputs.add(new CheckSpec.Input.ReceivedAt());
    columns.add(new Column("", ScalarType.TIMESTAMPTZ, false));
    Binding binding = Binding.of(frame, CatalogRelations.of(names));
    Scalar condition =
        binding.binder().check(check.condition(), columns, binding.request(BindMode.VIEW));
    return new CheckSpec(inputs, Slice.of(PlanCodec.encode(condition)));
  }

  private CheckSpec.Input input(CheckInput input) {
    ObjectName secret = input.secret();
    if (secret != null) {
      Item item = names.require(ItemKind.SECRET, secret.parts(), secret.position());
      uses.add(item.id());
      return new CheckSpec.Input.Secret(item.idText(), input.isBytes());
    }
    return input.kind().equals("body")
        ? new CheckSpec.Input.Body(input.isBytes())
        : new CheckSpec.Input.Headers(input.isBytes());
  }

  private static String name(CheckInput input) {
    ObjectName secret = input.secret();
    if (input.alias() != null) {
      return input.alias();
    }
    return secret == null ? input.kind() : secret.last();
  }

  private static SqlType type(CheckSpec.Input input) {
    return switch (input) {
      case CheckSpec.Input.Body body -> scalar(body.isBytes());
      case CheckSpec.Input.Headers headers -> new MapType(scalar(headers.isBytes()));
      case CheckSpec.Input.Secret secret -> scalar(secret.isBytes());
      case CheckSpec.Input.ReceivedAt _ -> ScalarType.TIMESTAMPTZ;
    };
  }

  private static SqlType scalar(boolean isBytes) {
    return isBytes ? ScalarType.BYTEA : ScalarType.TEXT;
  }
}
