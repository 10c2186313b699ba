package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.model.chunk.Column;
import java.util.List;

/// Turns bytes into values of some columns. Confined to one thread.
public interface Decoder {

  /// The columns it fills.
  List<OutputColumn> columns();

  /// Appends one value to each of `columns[first] …`. A record that cannot be used fails with a
  /// DatabaseException; the caller takes back what was appended. A registry that does not answer
  /// fails with a RegistryUnavailableException, and the same bytes are tried again later.
  void decode(byte[] bytes, Column[] columns, int first);
}
