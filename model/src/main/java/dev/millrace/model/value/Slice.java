package dev.millrace.model.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A view of bytes: the form in which every variable-length value travels. Equality, hash and order
/// (unsigned bytes) are those of the content. The array behind it must not change while the slice
/// lives; a slice of a chunk is valid until the end of the step and is copied (`detach`) to be
/// kept.
public final class Slice implements Comparable<Slice> {

  public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  /// A view of `length` bytes of `array` from `offset` on; the array is not copied.
  public Slice(byte[] array, int offset, int length) {
    assert offset >= 0 && length >= 0 && offset + length <= array.length;
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /// A view of the whole array, which is not copied.
  public static Slice of(byte[] array) {
    return new Slice(array, 0, array.length);
  }

  /// The text's UTF-8 bytes.
  public static Slice utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The array behind the view; callers never write to it.
  public byte[] array() {
    return array;
  }

  /// Where the view begins in `array()`.
  public int offset() {
    return offset;
  }

  /// Bytes in the view.
  public int length() {
    return length;
  }

  /// The byte at `index` of the view.
  public byte at(int index) {
    assert index >= 0 && index < length;
    return array[offset + index];
  }

  /// A part of this view.
  public Slice slice(int from, int length) {
    assert from >= 0 && from + length <= this.length;
    return new Slice(array, offset + from, length);
  }

  /// The content decoded as UTF-8.
  public String toUtf8() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }

  /// A copy of the bytes.
  public byte[] toBytes() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /// A slice that shares no array with anyone; itself if it already spans its whole array.
  public Slice detach() {
    return offset == 0 && length == array.length ? this : of(toBytes());
  }

  @Override
  public int compareTo(Slice other) {
    return Arrays.compareUnsigned(
        array, offset, offset + length, other.array, other.offset, other.offset + other.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slice s
        && Arrays.equals(array, offset, offset + length, s.array, s.offset, s.offset + s.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return toUtf8();
  }
}
