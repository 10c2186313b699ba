package dev.millrace.dataflow.connector;

/// A kind of source: `kafka`, `load-generator`, `webhook`. Stateless.
public interface Connector {

  /// The name by which a [SourceSpec] asks for it.
  String name();

  /// Checks the specification against the outside world (topic exists, schema readable) within a
  /// deadline of seconds and tells what the source will produce. Fails with a DatabaseException
  /// that names the option. The returned spec is what is stored and later opened (for example with
  /// the reader schema it found).
  SourceDescription describe(SourceSpec spec, SecretStore secrets);

  /// Makes the source ready to run; no I/O yet.
  Source open(SourceSpec spec, SecretStore secrets);
}
