package dev.millrace.storage.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The keys under which the state lies in RocksDB.
/* | key | value |
 * |---|---|
 * | 00 'f' | format version, 1 byte: 1 |
 * | 00 's' | packed time of the last step, i64 |
 * | 00 'c' catalog key | catalog entry |
 * | 00 'p' source i64 | position |
 * | 01 collection i64, row (RowCodec) | weight i64 (ROWS) |
 * | 01 collection i64, key (RowCodec) | row (RowCodec) (KEYED) |
 * | 02 collection i64, number of its first row i64 | chunk (ChunkCodec) (LOG) |
 * | 03 collection i64, number of its first row i64 | packed time i64, bytes i32 of the block |
 */
final class StoredKeys {

  static final byte[] FORMAT = {0, 'f'};
  static final byte[] STEP = {0, 's'};
  static final byte[] CATALOG = {0, 'c'};
  static final byte[] POSITIONS = {0, 'p'};

  /// Bytes before a row, a key or the number of a row.
  static final int COLLECTION_BYTES = 9;

  private static final byte ROWS = 1;
  private static final byte LOGS = 2;
  private static final byte BLOCKS = 3;

  /// What everything about blocks begins with.
  static final byte[] ALL_BLOCKS = {BLOCKS};

  private StoredKeys() {}

  static byte[] catalog(String key) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + name.length).put(CATALOG).put(name).array();
  }

  static byte[] position(long source) {
    return ByteBuffer.allocate(10).put(POSITIONS).putLong(source).array();
  }

  /// What all rows of a collection begin with.
  static byte[] rows(long collection) {
    return prefix(ROWS, collection);
  }

  /// What all blocks of a log begin with.
  static byte[] log(long collection) {
    return prefix(LOGS, collection);
  }

  static byte[] row(long collection, FoldTable table, int i) {
    int length = table.keyLength(i);
    ByteBuffer key = ByteBuffer.allocate(COLLECTION_BYTES + length).put(ROWS).putLong(collection);
    return key.put(table.heap(), table.keyOffset(i), length).array();
  }

  static byte[] block(long collection, long firstRow) {
    ByteBuffer key = ByteBuffer.allocate(COLLECTION_BYTES + 8).put(LOGS).putLong(collection);
    return key.putLong(firstRow).array();
  }

  /// What is known about the blocks of a log begins so.
  static byte[] blocks(long collection) {
    return prefix(BLOCKS, collection);
  }

  static byte[] about(LogBlocks.Block block) {
    return about(block.collection(), block.firstRow());
  }

  static byte[] about(long collection, long firstRow) {
    ByteBuffer key = ByteBuffer.allocate(COLLECTION_BYTES + 8).put(BLOCKS).putLong(collection);
    return key.putLong(firstRow).array();
  }

  static byte[] facts(LogBlocks.Block block) {
    return ByteBuffer.allocate(12).putLong(block.step()).putInt(block.bytes()).array();
  }

  /// What [#about] and [#facts] say.
  static LogBlocks.Block block(byte[] about, byte[] facts) {
    ByteBuffer value = ByteBuffer.wrap(facts);
    return new LogBlocks.Block(
        ByteBuffer.wrap(about, 1, 8).getLong(), firstRow(about), value.getLong(), value.getInt());
  }

  /// Number of a block's first row.
  static long firstRow(byte[] key) {
    return ByteBuffer.wrap(key, COLLECTION_BYTES, 8).getLong();
  }

  static byte[] number(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] prefix(byte kind, long collection) {
    return ByteBuffer.allocate(COLLECTION_BYTES).put(kind).putLong(collection).array();
  }
}
