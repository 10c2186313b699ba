package dev.millrace.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// A directory in memory that can lose power: what was not forced is lost, kept, or half kept,
/// sector by sector, as a seed decides. It can also fail to force.
public final class MemoryDisk implements Disk {

  private static final int SECTOR = 512;

  private final TreeMap<String, Contents> files = new TreeMap<>();
  private boolean failsToForce;

  private static final class Contents {
    byte[] durable = new byte[0];
    byte[] written = new byte[0];
  }

  /// The disk after a power failure.
  public synchronized MemoryDisk crash(Random random) {
    MemoryDisk after = new MemoryDisk();
    files.forEach((name, contents) -> {
      Contents kept = new Contents();
      kept.durable = Arrays.copyOf(contents.durable, contents.written.length);
      for (int at = 0; at < kept.durable.length; at += SECTOR) {
        if (random.nextBoolean()) {
          int length = Math.min(SECTOR, kept.durable.length - at);
          System.arraycopy(contents.written, at, kept.durable, at, length);
        }
      }
      kept.written = kept.durable.clone();
      after.files.put(name, kept);
    });
    return after;
  }

  /// From now on forcing fails.
  public synchronized void failToForce() {
    failsToForce = true;
  }

  @Override
  public synchronized List<String> list() {
    return List.copyOf(files.keySet());
  }

  @Override
  public synchronized File open(String name, long size) {
    Contents contents = files.computeIfAbsent(name, _ -> new Contents());
    if (contents.written.length < size) {
      contents.written = Arrays.copyOf(contents.written, (int) size);
    }
    return new OpenFile(contents);
  }

  @Override
  public synchronized void rename(String from, String to) {
    files.put(to, files.remove(from));
  }

  @Override
  public synchronized void delete(String name) {
    files.remove(name);
  }

  @Override
  public void forceDirectory() {}

  private final class OpenFile implements File {
    private final Contents contents;

    OpenFile(Contents contents) {
      this.contents = contents;
    }

    @Override
    public long size() {
      synchronized (MemoryDisk.this) {
        return contents.written.length;
      }
    }

    @Override
    public void write(ByteBuffer bytes, long position) {
      synchronized (MemoryDisk.this) {
        bytes.get(contents.written, (int) position, bytes.remaining());
      }
    }

    @Override
    public void read(ByteBuffer bytes, long position) {
      synchronized (MemoryDisk.this) {
        int length = Math.min(bytes.remaining(), contents.written.length - (int) position);
        if (length > 0) {
          bytes.put(contents.written, (int) position, length);
        }
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (MemoryDisk.this) {
        if (failsToForce) {
          throw new IOException("no space left on device");
        }
        contents.durable = contents.written.clone();
      }
    }

    @Override
    public void close() {}
  }
}
