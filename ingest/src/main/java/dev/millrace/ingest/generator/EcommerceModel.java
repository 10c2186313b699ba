package dev.millrace.ingest.generator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The e-commerce tutorial's data, iteration by iteration: a user, four purchases of his, and every
/// item the purchases name. Iteration `n` is a function of the seed and `n` alone. Confined to one
/// thread; the fields hold the last record made and are overwritten by the next.
///
/// Ids of users are 0 to `users - 1` and of items 0 to `items - 1`; a purchase's id is a UUID,
/// unique unless `purchases` is positive, in which case that many ids take turns.
public final class EcommerceModel {

  /// Purchases of one iteration.
  public static final int PURCHASES = 4;

  /// Most items of one purchase.
  public static final int ITEMS_MAX = 4;

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final long seed;
  private final int users;
  private final int items;
  private final long purchases;

  private long state;
  private long iteration;
  private int userId;

  /// Item ids of the purchase made last; the first `itemCount` count.
  final int[] itemIds = new int[ITEMS_MAX];

  /// Number of items of the purchase made last.
  int itemCount;

  /// @param purchases how many purchase ids take turns; 0: every id is new
  public EcommerceModel(long seed, int users, int items, long purchases) {
    this.seed = seed;
    this.users = users;
    this.items = items;
    this.purchases = purchases;
  }

  /// Begins iteration `n`, from 0.
  public void begin(long n) {
    iteration = n;
    state = mix(seed ^ mix(n + 1));
    userId = below(users);
  }

  /// The iteration's user id.
  public int userId() {
    return userId;
  }

  /// Item ids of the purchase made last.
  public int[] itemIds() {
    return java.util.Arrays.copyOf(itemIds, itemCount);
  }

  /// Makes the next text field of a user: a name such as `Ada.Berg17`.
  public void name(Text out) {
    out.clear().add(pick(Words.FIRST_NAMES)).add('.').add(pick(Words.LAST_NAMES)).add(below(100));
  }

  /// An address at one of the domains reserved for examples.
  public void email(Text out) {
    out.clear().add(pick(Words.FIRST_NAMES)).add('_').add(pick(Words.LAST_NAMES)).add(below(100));
    out.add('@').add(pick(Words.DOMAINS));
  }

  /// A made-up town.
  public void city(Text out) {
    out.clear().add(pick(Words.CITIES));
  }

  /// A state of the USA.
  public void state(Text out) {
    out.clear().add(pick(Words.STATES));
  }

  /// Five digits.
  public void zipcode(Text out) {
    out.clear().add(10000 + below(90000));
  }

  /// Begins purchase `p` (0 to 3) of the iteration: draws its items and writes its id.
  public void purchase(int p, Text id) {
    itemCount = 1 + below(ITEMS_MAX);
    for (int i = 0; i < itemCount; i++) {
      itemIds[i] = newItem(i);
    }
    long number = iteration * PURCHASES + p;
    uuid(purchases > 0 ? number % purchases : number, id);
  }

  /// A price with two decimals, at least `min` and below `max` (whole amounts, as the tutorial's).
  public void price(int min, int max, Text out) {
    out.clear().add(min + below(max - min)).add('.').add('0').add('0');
  }

  /// A product's name.
  public void product(Text out) {
    out.clear().add(pick(Words.PRODUCTS));
  }

  /// A sentence about a product.
  public void description(Text out) {
    out.clear().add("A ").add(pick(Words.ADJECTIVES)).add(" and ").add(pick(Words.ADJECTIVES));
    out.add(" thing for a ").add(pick(Words.ADJECTIVES)).add(" home");
  }

  /// A material.
  public void material(Text out) {
    out.clear().add(pick(Words.MATERIALS));
  }

  /// Draws the fields of a user whom nobody wants, so that what comes after stays the same.
  public void skipUser(Text scratch) {
    name(scratch);
    email(scratch);
    city(scratch);
    state(scratch);
    zipcode(scratch);
  }

  /// Draws the fields of an item that nobody wants.
  public void skipItem(Text scratch) {
    product(scratch);
    price(5, 500, scratch);
    description(scratch);
    material(scratch);
  }

  private int newItem(int drawn) {
    while (true) {
      int id = below(items);
      boolean isNew = true;
      for (int i = 0; i < drawn; i++) {
        isNew &= itemIds[i] != id;
      }
      if (isNew || items <= drawn) {
        return id;
      }
    }
  }

  /// A version 4 UUID that is a function of the seed and a number.
  private void uuid(long number, Text out) {
    long high = (mix(seed + 0x9E3779B97F4A7C15L * (number + 1)) & ~0xf000L) | 0x4000L;
    long low = (mix(high ^ number) & ~(3L << 62)) | (2L << 62);
    out.clear();
    for (int i = 0; i < 32; i++) {
      if (i == 8 || i == 12 || i == 16 || i == 20) {
        out.add('-');
      }
      long word = i < 16 ? high : low;
      out.add(HEX[(int) (word >>> (60 - 4 * (i & 15))) & 15]);
    }
  }

  private byte[] pick(byte[][] words) {
    return words[below(words.length)];
  }

  private int below(int bound) {
    state += 0x9E3779B97F4A7C15L;
    return (int) ((mix(state) >>> 33) % bound);
  }

  /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// UTF-8 bytes under construction; ASCII only. Reused for field after field.
  public static final class Text extends ByteArrayOutputStream {

    /// Forgets the content.
    public Text clear() {
      reset();
      return this;
    }

    /// The array behind the content; the first `size()` bytes count.
    public byte[] array() {
      return buf;
    }

    Text add(byte[] bytes) {
      write(bytes, 0, bytes.length);
      return this;
    }

    Text add(String text) {
      return add(text.getBytes(StandardCharsets.US_ASCII));
    }

    Text add(char c) {
      write(c);
      return this;
    }

    /// The number's decimal digits.
    public Text add(int number) {
      if (number >= 10) {
        add(number / 10);
      }
      write('0' + number % 10);
      return this;
    }
  }
}
