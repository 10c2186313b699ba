package dev.millrace.storage.store;

import dev.millrace.model.chunk.ChunkCodec;
import dev.millrace.model.time.StepTime;
import dev.millrace.storage.store.StepRecord.CatalogEntry;
import dev.millrace.storage.store.StepRecord.CollectionDelta;
import dev.millrace.storage.store.StepRecord.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step as a journal record.
/* | bytes | content |
 * |---|---|
 * | 1 | version, 2; 1 has no layouts |
 * | 8 | step time |
 * | 4 + entries | catalog: key as bytes, value as bytes or length -1 |
 * | 4 + entries | deltas: collection i64, keeping u8, layout u8, key columns, chunk |
 * | of which key columns | count i16, each i16 |
 * | 4 + entries | positions: source i64, position as bytes |
 * | 4 + entries | dropped collections, i64 each |
 *
 * "as bytes" is a length i32 and the bytes; numbers are big-endian.
 */
final class StepCodec {

  private static final byte VERSION = 2;

  private StepCodec() {}

  static byte[] encode(StepRecord step) {
    List<byte[]> keys =
        step.catalog().stream().map(e -> e.key().getBytes(StandardCharsets.UTF_8)).toList();
    ByteBuffer out = ByteBuffer.allocate(size(step, keys));
    out.put(VERSION).putLong(step.time().packed());
    out.putInt(step.catalog().size());
    for (int i = 0; i < keys.size(); i++) {
      putBytes(out, keys.get(i));
      putBytes(out, step.catalog().get(i).value());
    }
    out.putInt(step.deltas().size());
    for (CollectionDelta delta : step.deltas()) {
      out.putLong(delta.collection()).put((byte) delta.keeping().code());
      out.put((byte) delta.layout());
      out.putShort((short) delta.key().size());
      delta.key().forEach(column -> out.putShort(column.shortValue()));
      ChunkCodec.write(delta.rows(), out);
    }
    out.putInt(step.positions().size());
    for (SourcePosition position : step.positions()) {
      out.putLong(position.source());
      putBytes(out, position.position());
    }
    out.putInt(step.dropped().size());
    step.dropped().forEach(out::putLong);
    assert !out.hasRemaining();
    return out.array();
  }

  private static int size(StepRecord step, List<byte[]> keys) {
    long size = 1 + 8 + 4 * 4;
    for (int i = 0; i < keys.size(); i++) {
      byte[] value = step.catalog().get(i).value();
      size += 8L + keys.get(i).length + (value == null ? 0 : value.length);
    }
    for (CollectionDelta delta : step.deltas()) {
      size += 8 + 1 + 1 + 2 + 2L * delta.key().size() + ChunkCodec.size(delta.rows());
    }
    for (SourcePosition position : step.positions()) {
      size += 8 + 4 + position.position().length;
    }
    return Math.toIntExact(size + 8L * step.dropped().size());
  }

  /// The packed time of an encoded step.
  static long time(byte[] payload) {
    return ByteBuffer.wrap(payload, 1, 8).getLong();
  }

  static StepRecord decode(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    byte version = in.get();
    if (version < 1 || version > VERSION) {
      throw new IllegalStateException("journal record of version " + version);
    }
    StepTime time = new StepTime(in.getLong());
    List<CatalogEntry> catalog = new ArrayList<>();
    for (int i = in.getInt(); i > 0; i--) {
      byte[] key = bytes(in);
      if (key == null) {
        throw new IllegalStateException("catalog entry without a key");
      }
      catalog.add(new CatalogEntry(new String(key, StandardCharsets.UTF_8), bytes(in)));
    }
    List<CollectionDelta> deltas = new ArrayList<>();
    for (int i = in.getInt(); i > 0; i--) {
      long collection = in.getLong();
      Keeping keeping = Keeping.of(in.get());
      int layout = version == 1 ? 0 : Byte.toUnsignedInt(in.get());
      List<Integer> key = new ArrayList<>();
      for (int k = in.getShort(); k > 0; k--) {
        key.add((int) in.getShort());
      }
      deltas.add(new CollectionDelta(collection, keeping, key, layout, ChunkCodec.read(in)));
    }
    List<SourcePosition> positions = new ArrayList<>();
    for (int i = in.getInt(); i > 0; i--) {
      long source = in.getLong();
      byte[] position = bytes(in);
      positions.add(new SourcePosition(source, position == null ? new byte[0] : position));
    }
    List<Long> dropped = new ArrayList<>();
    for (int i = in.getInt(); i > 0; i--) {
      dropped.add(in.getLong());
    }
    return new StepRecord(time, catalog, deltas, positions, dropped);
  }

  private static void putBytes(ByteBuffer out, byte @Nullable [] bytes) {
    if (bytes == null) {
      out.putInt(-1);
    } else {
      out.putInt(bytes.length).put(bytes);
    }
  }

  private static byte @Nullable [] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
