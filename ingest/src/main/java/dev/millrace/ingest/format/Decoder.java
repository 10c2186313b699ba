package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.model.chunk.Column;
import java.util.List;

/// Turns bytes into values of some columns. Confined to one thread.
public interface Decoder {

  /// The columns it fills.
  List<OutputColumn> columns();

  /// Appends one value to each of `columns[first] …` and returns true; false if the bytes stand for
  /// no row (a line of headers; a row deleted upstream). A record that cannot be used fails with a
  /// DatabaseException. Unless true is returned, the caller takes back what was appended. A
  /// registry that does not answer fails with a RegistryUnavailableException, and the same bytes
  /// are tried again later.
  boolean decode(byte[] bytes, Column[] columns, int first);
}
