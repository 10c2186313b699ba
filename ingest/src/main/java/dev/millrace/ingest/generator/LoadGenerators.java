package dev.millrace.ingest.generator;

import dev.millrace.dataflow.connector.Connector;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.Envelope;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.ingest.Options;
import dev.millrace.ingest.generator.tpch.TpchGenerator;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.ScalarType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `CREATE SOURCE … FROM LOAD GENERATOR`: AUCTION, CLOCK, COUNTER, ECOMMERCE, KEY VALUE and TPCH
/// with their options. Others are refused by name.
public final class LoadGenerators implements Connector {

  @Override
  public String name() {
    return "load-generator";
  }

  @Override
  public SourceDescription describe(SourceSpec spec, SecretStore secrets) {
    open(spec, secrets);
    refuseClauses(spec);
    List<Output> outputs =
        switch (generator(spec)) {
          case "ECOMMERCE" -> EcommerceGenerator.OUTPUTS;
          case "COUNTER" ->
              List.of(
                  new Output(
                      Role.MAIN,
                      "",
                      List.of(new OutputColumn("counter", ScalarType.INT8, false)),
                      counterKeeping(spec),
                      List.of()));
          case "CLOCK" -> ClockGenerator.OUTPUTS;
          case "KEY VALUE" -> KeyValueGenerator.outputs(spec, keeping(spec));
          case "TPCH" -> TpchGenerator.outputs();
          default -> AuctionGenerator.outputs(keeping(spec));
        };
    return new SourceDescription(spec, outputs);
  }

  @Override
  public Source open(SourceSpec spec, SecretStore secrets) {
    Options options = new Options(generator(spec) + " load generator", spec.options());
    Source source =
        switch (generator(spec)) {
          case "ECOMMERCE" -> ecommerce(options);
          case "COUNTER" ->
              new CounterGenerator(
                  ticks(options), options.number("MAX CARDINALITY", 0, 1, Long.MAX_VALUE));
          case "AUCTION" ->
              new AuctionGenerator(
                  ticks(options), options.number("SEED", 0, Long.MIN_VALUE, Long.MAX_VALUE));
          case "CLOCK" -> clock(options);
          case "KEY VALUE" -> KeyValueGenerator.of(spec, options);
          case "TPCH" -> TpchGenerator.of(options);
          default -> throw DatabaseException.notSupported(generator(spec) + " load generator", 0);
        };
    options.rejectUnknown();
    return source;
  }

  private static String generator(SourceSpec spec) {
    return spec.generator().toUpperCase(Locale.ROOT);
  }

  /// Formats are for connectors that read bytes; only KEY VALUE has an envelope and columns to
  /// include; what keeps rows anyway retains nothing else.
  private static void refuseClauses(SourceSpec spec) {
    String name = generator(spec) + " load generators";
    if (spec.keyFormat() != null || spec.valueFormat() != null) {
      throw DatabaseException.notSupported("FORMAT of " + name, 0);
    }
    boolean isKeyValue = generator(spec).equals("KEY VALUE");
    if (!isKeyValue && !spec.includes().isEmpty()) {
      throw DatabaseException.notSupported("INCLUDE of " + name, 0);
    }
    Envelope envelope = spec.envelope();
    if (envelope == Envelope.DEBEZIUM || (!isKeyValue && envelope != Envelope.NONE)) {
      throw DatabaseException.notSupported("ENVELOPE " + envelope + " of " + name, 0);
    }
    boolean keepsRows =
        envelope == Envelope.UPSERT
            || Set.of("CLOCK", "TPCH", "ECOMMERCE").contains(generator(spec))
            || spec.options().containsKey("MAX CARDINALITY");
    if (keepsRows && spec.keeping() != null) {
      throw DatabaseException.notSupported("RETAIN of " + name, 0);
    }
  }

  private static Source clock(Options options) {
    return new ClockGenerator(interval(options).toMillis());
  }

  private static Keeping keeping(SourceSpec spec) {
    String retain = spec.keeping();
    return retain == null || retain.equals("NONE") ? Keeping.NONE : Keeping.LOG;
  }

  /// A counter that takes rows back cannot be a log.
  private static Keeping counterKeeping(SourceSpec spec) {
    return spec.options().containsKey("MAX CARDINALITY") ? Keeping.ROWS : keeping(spec);
  }

  private static Source ecommerce(Options options) {
    return new EcommerceGenerator(
        new EcommerceGenerator.Settings(
            options.number("RATE", 30, 0, 100_000_000),
            options.number("SEED", 0, Long.MIN_VALUE, Long.MAX_VALUE),
            (int) options.number("USERS", 1001, 1, Integer.MAX_VALUE),
            (int) options.number("ITEMS", 5000, EcommerceModel.ITEMS_MAX, Integer.MAX_VALUE),
            options.number("PURCHASES", 0, 0, Long.MAX_VALUE),
            options.flag("NULL KEYS", false),
            options.number("MAX RECORDS", Long.MAX_VALUE, 1, Long.MAX_VALUE)));
  }

  private static Duration interval(Options options) {
    Duration every = options.duration("TICK INTERVAL", Duration.ofSeconds(1));
    if (every.compareTo(Duration.ofMillis(1)) < 0) {
      throw options.invalid("TICK INTERVAL", "must be at least a millisecond");
    }
    return every;
  }

  private static Ticks ticks(Options options) {
    Duration every = interval(options);
    long asOf = options.number("AS OF", 0, 0, Long.MAX_VALUE);
    long upTo = options.number("UP TO", Long.MAX_VALUE, 0, Long.MAX_VALUE);
    if (upTo < asOf) {
      throw options.invalid("UP TO", "UP TO cannot be less than AS OF");
    }
    return new Ticks(every, asOf, upTo);
  }
}
