package dev.millrace.dataflow.connector;

import dev.millrace.model.error.DatabaseException;

/// A kind of source: `kafka`, `load-generator`, `webhook`. Stateless.
public interface Connector {

  /// The name by which a [SourceSpec] asks for it.
  String name();

  /// Checks the specification against the outside world (topic exists, schema readable) within a
  /// deadline of seconds and tells what the source will produce. Fails with a DatabaseException
  /// that names the option. The returned spec is what is stored and later opened (for example with
  /// the reader schema it found).
  SourceDescription describe(SourceSpec spec, SecretStore secrets);

  /// Looks up what the outside world has now under a name that the source does not show yet, and
  /// tells what the source is with that as one more column, behind all others. Fails with a
  /// DatabaseException if there is no such thing, or if older rows would have no value of it.
  default WiderSource widen(SourceSpec spec, String column, SecretStore secrets) {
    throw DatabaseException.notSupported("ADD COLUMN to a source of type " + name(), 0);
  }

  /// Makes the source ready to run; no I/O yet.
  Source open(SourceSpec spec, SecretStore secrets);
}
