package dev.millrace.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// A directory of the file system.
public final class FileDisk implements Disk {

  private static final int ZERO_BYTES = 1 << 20;

  /// The JDK keeps a direct buffer per thread as large as the largest transfer.
  private static final int TRANSFER_BYTES = 1 << 20;

  private final Path directory;

  /// The directory is created if it is not there.
  public FileDisk(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  @Override
  public File open(String name, long size) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(name),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    // written out, so that a later fdatasync has no block to allocate and no length to record
    ByteBuffer zeros = ByteBuffer.allocate(ZERO_BYTES);
    for (long at = channel.size(); at < size; at = channel.size()) {
      zeros.clear().limit((int) Math.min(ZERO_BYTES, size - at));
      channel.write(zeros, at);
    }
    return new ChannelFile(channel);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    forceDirectory();
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void forceDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// A file behind a channel.
  private record ChannelFile(FileChannel channel) implements File {

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      long at = position;
      int end = bytes.limit();
      while (bytes.position() < end) {
        bytes.limit(Math.min(end, bytes.position() + TRANSFER_BYTES));
        at += channel.write(bytes, at);
      }
    }

    @Override
    public void read(ByteBuffer bytes, long position) throws IOException {
      long at = position;
      int end = bytes.limit();
      while (bytes.position() < end) {
        bytes.limit(Math.min(end, bytes.position() + TRANSFER_BYTES));
        int read = channel.read(bytes, at);
        if (read < 0) {
          break;
        }
        at += read;
      }
      bytes.limit(end);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
