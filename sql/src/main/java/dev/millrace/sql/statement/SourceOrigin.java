package dev.millrace.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Where a source's rows come from.
public sealed interface SourceOrigin {

  /// FROM type CONNECTION name (options).
  ///
  /// @param type `kafka`, `postgres`, `mysql`, `sql server`
  record Connection(String type, ObjectName name, List<Option> options) implements SourceOrigin {
    public Connection {
      options = List.copyOf(options);
    }
  }

  /// The older FROM KAFKA BROKER 'address' TOPIC 'topic' WITH (options).
  record KafkaBroker(String broker, String topic, List<Option> options) implements SourceOrigin {
    public KafkaBroker {
      options = List.copyOf(options);
    }
  }

  /// FROM LOAD GENERATOR name (options).
  record LoadGenerator(String generator, List<Option> options) implements SourceOrigin {
    public LoadGenerator {
      options = List.copyOf(options);
    }
  }

  /// FROM WEBHOOK.
  ///
  /// @param bodyFormat `text`, `json`, `json array` or `bytes`
  record Webhook(String bodyFormat, List<Header> headers, @Nullable Check check)
      implements SourceOrigin {
    public Webhook {
      headers = List.copyOf(headers);
    }
  }

  /// Which request headers a webhook keeps.
  sealed interface Header {
    /// INCLUDE HEADER 'name' AS column [BYTES].
    record One(String header, String column, boolean isBytes) implements Header {}

    /// INCLUDE HEADERS [(…)]: those in `only` if any, never those in `except`.
    record All(List<String> only, List<String> except) implements Header {
      public All {
        only = List.copyOf(only);
        except = List.copyOf(except);
      }
    }
  }

  /// CHECK (WITH (inputs) condition).
  record Check(List<CheckInput> inputs, SqlNode condition) {
    public Check {
      inputs = List.copyOf(inputs);
    }
  }

  /// One value a check may use.
  ///
  /// @param kind `body`, `headers` or `secret`
  record CheckInput(
      String kind, @Nullable ObjectName secret, @Nullable String alias, boolean isBytes) {}
}
