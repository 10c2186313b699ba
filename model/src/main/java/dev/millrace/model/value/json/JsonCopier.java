package dev.millrace.model.value.json;

import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Nearly all JSON that programs write differs from the stored form by blanks and by the order of
 * keys only. So it is copied, byte by byte, and not taken apart: blanks are left out, and the
 * members of an object whose keys came in another order are moved once it is complete. Whatever
 * asks for more thought (a key with an escape or given twice, \\u, exponents, minus zero, any
 * fault) makes the copier give up; then JsonReader reads the text from its beginning, and alone
 * decides what is an error and how it is worded.
 */

/// Brings JSON text into the stored form without building nodes. Used once.
final class JsonCopier {

  /// Deeper values and longer numbers are left to the reader, which has limits for them.
  private static final int DEPTH_MAX = 64;

  private static final int NUMBER_BYTES_MAX = 300;

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final byte[] in;
  private int at;
  private byte[] out;
  private int size;

  /// Three numbers for each member of the objects that are being copied: where in `out` its key
  /// begins and ends, and where its value ends.
  private int[] members = new int[48];

  private int memberTop;

  /// @param in valid UTF-8
  JsonCopier(byte[] in) {
    this.in = in;
    this.out = new byte[in.length];
  }

  /// The stored forms of the values one after another, or null if it gave up.
  ///
  /// @param isExpanding gives the elements of an outermost array in place of the array
  @Nullable List<Slice> values(boolean isExpanding) {
    int[] ends = new int[4];
    int count = 0;
    for (skipBlanks(); at < in.length; skipBlanks()) {
      boolean isInArray = isExpanding && in[at] == '[';
      if (isInArray) {
        at++;
        skipBlanks();
        if (accept(']')) {
          continue;
        }
      }
      do {
        skipBlanks();
        if (!value(0)) {
          return null;
        }
        if (count == ends.length) {
          ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = size;
        skipBlanks();
      } while (isInArray && accept(','));
      if (isInArray && !accept(']')) {
        return null;
      }
    }
    List<Slice> values = new ArrayList<>(count);
    int start = 0;
    for (int i = 0; i < count; i++) {
      values.add(new Slice(out, start, ends[i] - start));
      start = ends[i];
    }
    return values;
  }

  private boolean value(int depth) {
    if (at >= in.length || depth > DEPTH_MAX) {
      return false;
    }
    return switch (in[at]) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string(true);
      case 't' -> word(TRUE);
      case 'f' -> word(FALSE);
      case 'n' -> word(NULL);
      default -> number();
    };
  }

  private boolean object(int depth) {
    int base = memberTop;
    boolean isSorted = true;
    put('{');
    at++;
    skipBlanks();
    if (!accept('}')) {
      do {
        skipBlanks();
        int member = memberTop;
        if (!member(depth)) {
          return false;
        }
        isSorted &= member == base || compareKeys(member - 3, member) < 0;
        skipBlanks();
      } while (accept(',') && put(','));
      if (!accept('}') || !(isSorted || sort(base))) {
        return false;
      }
    }
    memberTop = base;
    return put('}');
  }

  private boolean member(int depth) {
    int keyStart = size;
    if (at >= in.length || in[at] != '"' || !string(false)) {
      return false;
    }
    int keyEnd = size;
    skipBlanks();
    if (!accept(':')) {
      return false;
    }
    put(':');
    skipBlanks();
    if (memberTop + 3 > members.length) {
      members = Arrays.copyOf(members, members.length * 2);
    }
    members[memberTop] = keyStart;
    members[memberTop + 1] = keyEnd;
    int mine = memberTop;
    memberTop += 3;
    boolean isCopied = value(depth + 1);
    members[mine + 2] = size;
    return isCopied;
  }

  /// Compares the keys of two members, without their quotes.
  private int compareKeys(int left, int right) {
    return Arrays.compareUnsigned(
        out,
        members[left] + 1,
        members[left + 1] - 1,
        out,
        members[right] + 1,
        members[right + 1] - 1);
  }

  /// Puts the members from `base` on in the order of their keys; false if two have the same.
  private boolean sort(int base) {
    Integer[] order = new Integer[(memberTop - base) / 3];
    for (int i = 0; i < order.length; i++) {
      order[i] = base + 3 * i;
    }
    Arrays.sort(order, this::compareKeys);
    for (int i = 1; i < order.length; i++) {
      if (compareKeys(order[i - 1], order[i]) == 0) {
        return false;
      }
    }
    int start = members[base];
    byte[] sorted = new byte[size - start];
    int length = 0;
    for (int i = 0; i < order.length; i++) {
      if (i > 0) {
        sorted[length++] = ',';
      }
      int from = members[order[i]];
      int count = members[order[i] + 2] - from;
      System.arraycopy(out, from, sorted, length, count);
      length += count;
    }
    System.arraycopy(sorted, 0, out, start, length);
    return true;
  }

  private boolean array(int depth) {
    put('[');
    at++;
    skipBlanks();
    if (!accept(']')) {
      do {
        skipBlanks();
        if (!value(depth + 1)) {
          return false;
        }
        skipBlanks();
      } while (accept(',') && put(','));
      if (!accept(']')) {
        return false;
      }
    }
    return put(']');
  }

  /// Copies a string with its quotes. The short escapes are written the same in the stored form.
  private boolean string(boolean mayHaveEscapes) {
    int end = at + 1;
    while (true) {
      if (end >= in.length) {
        return false;
      }
      byte b = in[end];
      if (b == '"') {
        break;
      }
      if (b == '\\') {
        if (!mayHaveEscapes || end + 1 >= in.length || !isShortEscape(in[end + 1])) {
          return false;
        }
        end++;
      } else if (b >= 0 && b < ' ') {
        return false;
      }
      end++;
    }
    copy(end + 1);
    return true;
  }

  private static boolean isShortEscape(byte b) {
    return switch (b) {
      case '"', '\\', 'n', 'r', 't', 'b', 'f' -> true;
      default -> false;
    };
  }

  private boolean word(byte[] word) {
    int end = at + word.length;
    if (end > in.length || !Arrays.equals(in, at, end, word, 0, word.length)) {
      return false;
    }
    copy(end);
    return isAtDelimiter();
  }

  /// Copies a number in plain notation without the zeros that end its fraction.
  private boolean number() {
    int start = at;
    boolean isNegative = in[at] == '-';
    int end = isNegative ? at + 1 : at;
    int digitsEnd = digits(end);
    if (digitsEnd == end || (in[end] == '0' && digitsEnd > end + 1)) {
      return false;
    }
    boolean isZero = in[end] == '0';
    end = digitsEnd;
    int rest = end;
    if (rest < in.length && in[rest] == '.') {
      rest = digits(end + 1);
      if (rest == end + 1) {
        return false;
      }
      int last = rest;
      while (in[last - 1] == '0') {
        last--;
      }
      end = in[last - 1] == '.' ? end : last;
      isZero &= in[last - 1] == '.';
    }
    if ((isNegative && isZero) || rest - start > NUMBER_BYTES_MAX) {
      return false;
    }
    copy(end);
    at = rest;
    return isAtDelimiter();
  }

  private int digits(int from) {
    int end = from;
    while (end < in.length && in[end] >= '0' && in[end] <= '9') {
      end++;
    }
    return end;
  }

  /// True if what follows cannot belong to the word or number before it.
  private boolean isAtDelimiter() {
    return at >= in.length
        || switch (in[at]) {
          case ' ', '\n', '\r', '\t', ',', ']', '}', '{', '[', '"' -> true;
          default -> false;
        };
  }

  private void skipBlanks() {
    while (at < in.length) {
      byte b = in[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return;
      }
      at++;
    }
  }

  private boolean accept(char c) {
    if (at < in.length && in[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  /// Copies the input up to `end`. The output is never longer than the input.
  private void copy(int end) {
    System.arraycopy(in, at, out, size, end - at);
    size += end - at;
    at = end;
  }

  private boolean put(char c) {
    out[size++] = (byte) c;
    return true;
  }
}
