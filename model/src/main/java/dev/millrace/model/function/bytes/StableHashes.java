package dev.millrace.model.function.bytes;

import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/// Hashes that other systems agree on: the partitioner of Kafka's clients, and named UUIDs.
public final class StableHashes {

  private static final int SEED = 0x9747b28c;
  private static final int FACTOR = 0x5bd1e995;
  private static final int ROTATION = 24;

  private StableHashes() {}

  /// MurmurHash 2 as Kafka's Java client computes it to choose a partition.
  @Sql({"kafka_murmur2(bytea) -> int4", "kafka_murmur2(text) -> int4"})
  public static int murmur2(Slice bytes) {
    int hash = SEED ^ bytes.length();
    int whole = bytes.length() / 4 * 4;
    for (int i = 0; i < whole; i += 4) {
      int word =
          (bytes.at(i) & 0xff)
              | (bytes.at(i + 1) & 0xff) << 8
              | (bytes.at(i + 2) & 0xff) << 16
              | (bytes.at(i + 3) & 0xff) << 24;
      word *= FACTOR;
      word ^= word >>> ROTATION;
      hash = hash * FACTOR ^ word * FACTOR;
    }
    if (whole < bytes.length()) {
      for (int i = bytes.length() - 1; i >= whole; i--) {
        hash ^= (bytes.at(i) & 0xff) << (8 * (i - whole));
      }
      hash *= FACTOR;
    }
    hash ^= hash >>> 13;
    hash *= FACTOR;
    return hash ^ hash >>> 15;
  }

  /// RFC 4122's version 5: the first bytes of SHA-1 over the name space and the name.
  @Sql("uuid_generate_v5(uuid, text) -> uuid")
  public static Slice namedUuid(Slice namespace, Slice name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(namespace.array(), namespace.offset(), namespace.length());
      digest.update(name.array(), name.offset(), name.length());
      byte[] uuid = java.util.Arrays.copyOf(digest.digest(), 16);
      uuid[6] = (byte) ((uuid[6] & 0x0f) | 0x50);
      uuid[8] = (byte) ((uuid[8] & 0x3f) | 0x80);
      return Slice.of(uuid);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
