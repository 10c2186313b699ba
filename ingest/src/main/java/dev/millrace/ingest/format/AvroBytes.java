package dev.millrace.ingest.format;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Reads Avro's binary encoding (specification 1.12, "Binary encoding") straight from a record's
/// bytes. The library's decoder copies every string twice and allocates what a length claims before
/// it looks whether the bytes are there; this one does neither. Confined to one thread.
final class AvroBytes {

  private byte[] bytes = new byte[0];
  private ByteBuffer littleEndian = ByteBuffer.wrap(bytes);
  private int at;

  /// Starts at `offset` of a record.
  void reset(byte[] record, int offset) {
    bytes = record;
    littleEndian = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    at = offset;
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return at;
  }

  int remaining() {
    return bytes.length - at;
  }

  /// Goes on after `length` more bytes, which must be there.
  int skip(int length) {
    if (length < 0 || length > bytes.length - at) {
      throw truncated();
    }
    int start = at;
    at += length;
    return start;
  }

  boolean readBoolean() {
    return bytes[skip(1)] != 0;
  }

  int readInt() {
    long value = readLong();
    if (value != (int) value) {
      throw malformed("an int is out of range");
    }
    return (int) value;
  }

  long readLong() {
    long raw = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte b = bytes[skip(1)];
      raw |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return raw >>> 1 ^ -(raw & 1);
      }
    }
    throw malformed("a number is longer than ten bytes");
  }

  float readFloat() {
    return littleEndian.getFloat(skip(4));
  }

  double readDouble() {
    return littleEndian.getDouble(skip(8));
  }

  /// The length of bytes or a string that follows and is there.
  int readLength() {
    long length = readLong();
    if (length < 0 || length > remaining()) {
      throw truncated();
    }
    return (int) length;
  }

  /// The number of items of an array's or map's next block, 0 at its end.
  long readBlock() {
    long count = readLong();
    if (count < 0) {
      readLong();
      count = -count;
    }
    if (count < 0 || count > remaining() + 1L) {
      throw truncated();
    }
    return count;
  }

  private static DatabaseException truncated() {
    return malformed("the record ends too early");
  }

  static DatabaseException malformed(String why) {
    return new DatabaseException(
        SqlState.INVALID_BINARY_REPRESENTATION, "invalid Avro value: " + why);
  }
}
