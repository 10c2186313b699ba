package dev.millrace.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The bytes of a segment file.
/* Numbers are big-endian.
 *
 *   segment:  magic "MRJ1" | number i64 | record ... | zeros or old bytes
 *   record:   length i32 (> 0) | CRC32C of (checksum before, length, payload) i32 | payload
 *
 * A record's checksum covers the checksum of the record before it (of the first one: the segment's
 * number), so neither what a recycled segment held before nor an unforced record behind a torn one
 * can be taken for a record.
 */
final class RecordFormat {

  static final int SEGMENT_HEADER = 12;
  static final int RECORD_HEADER = 8;

  private static final int MAGIC = 0x4d524a31;
  private static final String PREFIX = "segment-";
  private static final String SPARE_PREFIX = "spare-";

  private RecordFormat() {}

  static String segmentName(long number) {
    return PREFIX + String.format("%016x", number);
  }

  static boolean isSegment(String name) {
    return name.startsWith(PREFIX);
  }

  static long segmentNumber(String name) {
    return Long.parseUnsignedLong(name.substring(PREFIX.length()), 16);
  }

  /// A file made ahead, to become a segment by being renamed.
  static String spareName(long number) {
    return SPARE_PREFIX + number;
  }

  static boolean isSpare(String name) {
    return name.startsWith(SPARE_PREFIX);
  }

  static long spareNumber(String name) {
    return Long.parseLong(name.substring(SPARE_PREFIX.length()));
  }

  /// The beginning of a segment without records.
  static ByteBuffer segmentHeader(long number) {
    ByteBuffer header = ByteBuffer.allocate(SEGMENT_HEADER + RECORD_HEADER);
    return header.putInt(MAGIC).putLong(number).putLong(0).flip();
  }

  /// True if the file begins as the segment of that number.
  static boolean isSegment(Disk.File file, long number) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(SEGMENT_HEADER);
    file.read(header, 0);
    header.flip();
    return header.remaining() == SEGMENT_HEADER
        && header.getInt() == MAGIC
        && header.getLong() == number;
  }

  /// What the first record of a segment is chained to.
  static int chainStart(long segment) {
    return Long.hashCode(segment * 0x9E3779B97F4A7C15L);
  }

  static int checksum(int chain, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putInt(chain).putInt(payload.length).flip());
    crc.update(payload, 0, payload.length);
    return (int) crc.getValue();
  }

  /// The payload of the record at a position, or null if there is no intact one.
  static byte @Nullable [] read(Disk.File file, int chain, long position, long size)
      throws IOException {
    if (position + RECORD_HEADER > size) {
      return null;
    }
    ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER);
    file.read(header, position);
    header.flip();
    if (header.remaining() < RECORD_HEADER) {
      return null;
    }
    int length = header.getInt();
    int checksum = header.getInt();
    if (length <= 0 || length > size - position - RECORD_HEADER) {
      return null;
    }
    byte[] payload = new byte[length];
    ByteBuffer body = ByteBuffer.wrap(payload);
    file.read(body, position + RECORD_HEADER);
    return !body.hasRemaining() && checksum == checksum(chain, payload) ? payload : null;
  }
}
