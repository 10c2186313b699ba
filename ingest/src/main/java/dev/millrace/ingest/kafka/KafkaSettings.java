package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.ingest.Options;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/// A KAFKA connection's options as the client's properties. They hold secrets: never log them.
public final class KafkaSettings {

  private static final Set<String> PROTOCOLS =
      Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
  private static final Set<String> MECHANISMS = Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

  /// Longest wait for one answer of a broker; also bounds validation.
  static final int REQUEST_MILLIS = 10_000;

  private KafkaSettings() {}

  /// Properties common to consumers, producers and administration clients.
  public static Properties of(ConnectionSpec connection, SecretStore secrets) {
    Options options = new Options("KAFKA connection", connection.options());
    Properties properties = new Properties();
    properties.put("bootstrap.servers", String.join(",", brokers(options)));
    properties.put("request.timeout.ms", REQUEST_MILLIS);
    properties.put("default.api.timeout.ms", REQUEST_MILLIS);
    properties.put("socket.connection.setup.timeout.ms", REQUEST_MILLIS);
    properties.put("reconnect.backoff.ms", 100);
    properties.put("reconnect.backoff.max.ms", 2_000);
    security(options, secrets, properties);
    options.text("PROGRESS TOPIC");
    options.text("PROGRESS TOPIC REPLICATION FACTOR");
    options.rejectUnknown();
    return properties;
  }

  private static List<String> brokers(Options options) {
    List<String> brokers =
        options.has("BROKER") ? options.texts("BROKER") : options.texts("BROKERS");
    options.has("BROKERS");
    if (brokers.isEmpty()) {
      options.required("BROKER");
    }
    for (String broker : brokers) {
      if (!broker.matches("[^\\s,]+:\\d{1,5}")) {
        throw options.invalid("BROKER", "\"" + broker + "\" is not host:port");
      }
    }
    return brokers;
  }

  private static void security(Options options, SecretStore secrets, Properties properties) {
    boolean hasSasl =
        options.has("SASL MECHANISMS")
            | options.has("SASL USERNAME")
            | options.has("SASL PASSWORD");
    String protocol =
        options
            .text("SECURITY PROTOCOL", hasSasl ? "SASL_SSL" : "SSL")
            .toUpperCase(Locale.ROOT)
            .replace('-', '_');
    if (!PROTOCOLS.contains(protocol)) {
      throw options.invalid(
          "SECURITY PROTOCOL", "must be one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL");
    }
    properties.put("security.protocol", protocol);
    if (protocol.startsWith("SASL")) {
      sasl(options, secrets, properties);
    } else if (hasSasl) {
      throw options.invalid("SECURITY PROTOCOL", protocol + " takes no SASL options");
    }
    String ca = options.secretText("SSL CERTIFICATE AUTHORITY", secrets);
    String certificate = options.secretText("SSL CERTIFICATE", secrets);
    String key = options.secretText("SSL KEY", secrets);
    if (ca != null) {
      properties.put("ssl.truststore.type", "PEM");
      properties.put("ssl.truststore.certificates", ca);
    }
    if (certificate != null && key != null) {
      properties.put("ssl.keystore.type", "PEM");
      properties.put("ssl.keystore.certificate.chain", certificate);
      properties.put("ssl.keystore.key", key);
    } else if (certificate != null || key != null) {
      throw options.invalid("SSL CERTIFICATE", "SSL CERTIFICATE and SSL KEY go together");
    }
  }

  private static void sasl(Options options, SecretStore secrets, Properties properties) {
    String mechanism = options.required("SASL MECHANISMS").toUpperCase(Locale.ROOT);
    if (!MECHANISMS.contains(mechanism)) {
      throw options.invalid(
          "SASL MECHANISMS", "must be one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512");
    }
    String user = options.secretText("SASL USERNAME", secrets);
    String password = options.secretText("SASL PASSWORD", secrets);
    if (user == null || password == null) {
      throw options.invalid("SASL MECHANISMS", "needs SASL USERNAME and SASL PASSWORD");
    }
    String module =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    properties.put("sasl.mechanism", mechanism);
    properties.put(
        "sasl.jaas.config",
        module + " required username=" + quoted(user) + " password=" + quoted(password) + ";");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
