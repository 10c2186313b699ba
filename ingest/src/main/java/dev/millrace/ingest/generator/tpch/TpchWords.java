package dev.millrace.ingest.generator.tpch;

import dev.millrace.model.value.Slice;
import java.util.SplittableRandom;

/// The words that TPC-H's columns are made of (its specification, 4.2.2.13): queries look for them.
final class TpchWords {

  static final String[] REGIONS = {"AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"};

  /// Nations and the numbers of their regions.
  static final String[] NATIONS = {
    "ALGERIA 0",
    "ARGENTINA 1",
    "BRAZIL 1",
    "CANADA 1",
    "EGYPT 4",
    "ETHIOPIA 0",
    "FRANCE 3",
    "GERMANY 3",
    "INDIA 2",
    "INDONESIA 2",
    "IRAN 4",
    "IRAQ 4",
    "JAPAN 2",
    "JORDAN 4",
    "KENYA 0",
    "MOROCCO 0",
    "MOZAMBIQUE 0",
    "PERU 1",
    "CHINA 2",
    "ROMANIA 3",
    "SAUDI ARABIA 4",
    "VIETNAM 2",
    "RUSSIA 3",
    "UNITED KINGDOM 3",
    "UNITED STATES 1"
  };

  static final String[] COLOURS =
      ("almond antique aquamarine azure beige bisque black blanched blue blush brown burlywood"
              + " burnished chartreuse chiffon chocolate coral cornflower cornsilk cream cyan dark"
              + " deep dim dodger drab firebrick floral forest frosted gainsboro ghost goldenrod"
              + " green grey honeydew hot indian ivory khaki lace lavender lawn lemon light lime"
              + " linen magenta maroon medium metallic midnight mint misty moccasin navajo navy"
              + " olive orange orchid pale papaya peach peru pink plum powder puff purple red rose"
              + " rosy royal saddle salmon sandy seashell sienna sky slate smoke snow spring steel"
              + " tan thistle tomato turquoise violet wheat white yellow")
          .split(" ");

  static final String[][] TYPES = {
    {"STANDARD", "SMALL", "MEDIUM", "LARGE", "ECONOMY", "PROMO"},
    {"ANODIZED", "BURNISHED", "PLATED", "POLISHED", "BRUSHED"},
    {"TIN", "NICKEL", "BRASS", "STEEL", "COPPER"}
  };

  static final String[][] CONTAINERS = {
    {"SM", "LG", "MED", "JUMBO", "WRAP"},
    {"CASE", "BOX", "BAG", "JAR", "PKG", "PACK", "CAN", "DRUM"}
  };

  static final String[] SEGMENTS = {
    "AUTOMOBILE", "BUILDING", "FURNITURE", "MACHINERY", "HOUSEHOLD"
  };

  static final String[] PRIORITIES = {"1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"};

  static final String[] INSTRUCTIONS = {
    "DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN"
  };

  static final String[] MODES = {"REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"};

  private static final String[] COMMENT = {
    "special",
    "requests",
    "pending",
    "deposits",
    "express",
    "packages",
    "regular",
    "accounts",
    "unusual",
    "instructions",
    "carefully",
    "quickly",
    "sleep",
    "haggle",
    "among",
    "the",
    "final",
    "ideas",
    "furiously",
    "bold",
    "foxes",
    "above",
    "ironic",
    "theodolites"
  };

  private TpchWords() {}

  static String one(String[] words, SplittableRandom random) {
    return words[random.nextInt(words.length)];
  }

  /// A word of each list, blanks between.
  static Slice eachOf(String[][] lists, SplittableRandom random) {
    String[] words = new String[lists.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = one(lists[i], random);
    }
    return Slice.utf8(String.join(" ", words));
  }

  /// A few words.
  static String comment(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(3, 9); n > 0; n--) {
      text.append(text.isEmpty() ? "" : " ").append(one(COMMENT, random));
    }
    return text.toString();
  }

  /// Letters and digits: an address.
  static Slice address(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(10, 41)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          (byte)
              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,"
                  .charAt(random.nextInt(64));
    }
    return Slice.of(bytes);
  }

  /// A telephone number, which begins with ten more than the number of its nation.
  static Slice phone(long nation, SplittableRandom random) {
    return Slice.utf8(
        (nation + 10)
            + "-"
            + random.nextInt(100, 1000)
            + "-"
            + random.nextInt(100, 1000)
            + "-"
            + random.nextInt(1000, 10_000));
  }
}
