package dev.millrace.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// The files of one directory, as far as the journal needs them. What was written but not yet
/// forced may be lost or half there after a crash.
public interface Disk {

  /// Names of the files present.
  List<String> list() throws IOException;

  /// Opens a file for reading and writing, creating it with `size` zero bytes if it is not there.
  File open(String name, long size) throws IOException;

  /// Renames a file durably.
  void rename(String from, String to) throws IOException;

  /// Deletes a file.
  void delete(String name) throws IOException;

  /// Makes creations, renames and deletions durable.
  void forceDirectory() throws IOException;

  /// An open file.
  interface File extends AutoCloseable {

    /// Bytes in the file.
    long size() throws IOException;

    /// Writes all of the buffer at a position.
    void write(ByteBuffer bytes, long position) throws IOException;

    /// Reads up to the buffer's limit at a position; fewer at the end of the file.
    void read(ByteBuffer bytes, long position) throws IOException;

    /// Returns when everything written is durable.
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }
}
