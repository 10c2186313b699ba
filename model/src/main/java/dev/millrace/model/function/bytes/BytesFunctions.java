package dev.millrace.model.function.bytes;

import dev.millrace.model.codec.BytesText;
import dev.millrace.model.codec.EncodingCheck;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Functions over bytea.
public final class BytesFunctions {

  private static final int BASE64_LINE = 76;

  private BytesFunctions() {}

  @Sql("||(bytea, bytea) -> bytea")
  public static Slice concat(Slice left, Slice right) {
    byte[] bytes = Arrays.copyOf(left.toBytes(), Math.addExact(left.length(), right.length()));
    System.arraycopy(right.array(), right.offset(), bytes, left.length(), right.length());
    return Slice.of(bytes);
  }

  @Sql({"substr(bytea, int4, int4) -> bytea", "substring(bytea, int4, int4) -> bytea"})
  public static Slice substring(Slice bytes, int from, int count) {
    if (count < 0) {
      throw new DatabaseException(
          SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    long start = Math.max(from, 1) - 1L;
    long end = Math.min((long) from - 1 + count, bytes.length());
    return end <= start ? Slice.EMPTY : bytes.slice((int) start, (int) (end - start));
  }

  @Sql({"substr(bytea, int4) -> bytea", "substring(bytea, int4) -> bytea"})
  public static Slice substring(Slice bytes, int from) {
    return substring(bytes, Math.max(from, 1), Integer.MAX_VALUE);
  }

  @Sql("get_byte(bytea, int4) -> int4")
  public static int byteAt(Slice bytes, int index) {
    if (index < 0 || index >= bytes.length()) {
      throw new DatabaseException(
          SqlState.ARRAY_SUBSCRIPT_ERROR,
          "index " + index + " out of valid range, 0.." + (bytes.length() - 1));
    }
    return bytes.at(index) & 0xff;
  }

  @Sql("encode(bytea, text) -> text")
  public static Slice encode(Slice bytes, Slice format) {
    return switch (format.toUtf8().toLowerCase(Locale.ROOT)) {
      case "hex" -> {
        StringBuilder out = new StringBuilder();
        BytesText.appendHexDigits(bytes, out);
        yield Slice.utf8(out.toString());
      }
      case "base64" ->
          Slice.of(Base64.getMimeEncoder(BASE64_LINE, new byte[] {'\n'}).encode(bytes.toBytes()));
      case "escape" -> escape(bytes);
      default -> throw unknownEncoding(format);
    };
  }

  private static Slice escape(Slice bytes) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      int b = bytes.at(i) & 0xff;
      if (b == 0 || b > 127) {
        out.append(String.format("\\%03o", b));
      } else {
        out.append(b == '\\' ? "\\\\" : String.valueOf((char) b));
      }
    }
    return Slice.utf8(out.toString());
  }

  @Sql("decode(text, text) -> bytea")
  public static Slice decode(Slice text, Slice format) {
    String source = text.toUtf8();
    return switch (format.toUtf8().toLowerCase(Locale.ROOT)) {
      case "hex" -> BytesText.parseHex(source, 0);
      case "base64" -> decodeBase64(source);
      case "escape" -> BytesText.parseEscaped(source);
      default -> throw unknownEncoding(format);
    };
  }

  private static Slice decodeBase64(String text) {
    String packed = text.replaceAll("[ \t\r\n]", "");
    for (int i = 0; i < packed.length(); i++) {
      char c = packed.charAt(i);
      if (!(c < 128 && (Character.isLetterOrDigit(c) || "+/=".indexOf(c) >= 0))) {
        throw new DatabaseException(
            SqlState.INVALID_PARAMETER_VALUE,
            "invalid symbol \"" + c + "\" found while decoding base64 sequence");
      }
    }
    try {
      if (packed.length() % 4 != 0) {
        throw invalidBase64End();
      }
      return Slice.of(Base64.getDecoder().decode(packed));
    } catch (IllegalArgumentException e) {
      throw invalidBase64End();
    }
  }

  private static DatabaseException invalidBase64End() {
    return new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, "invalid base64 end sequence")
        .withHint("Input data is missing padding, is truncated, or is otherwise corrupted.");
  }

  private static DatabaseException unknownEncoding(Slice format) {
    return new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE, "unrecognized encoding: \"" + format.toUtf8() + "\"");
  }

  @Sql("convert_from(bytea, text) -> text")
  public static Slice convertFrom(Slice bytes, Slice encoding) {
    Charset charset = charset(encoding, "source");
    for (int i = 0; i < bytes.length(); i++) {
      if (bytes.at(i) == 0) {
        throw new DatabaseException(
            SqlState.CHARACTER_NOT_IN_REPERTOIRE,
            "invalid byte sequence for encoding \"" + charset.name() + "\": 0x00");
      }
    }
    return charset == StandardCharsets.UTF_8
        ? EncodingCheck.utf8(bytes)
        : Slice.utf8(new String(bytes.toBytes(), charset));
  }

  @Sql("convert_to(text, text) -> bytea")
  public static Slice convertTo(Slice text, Slice encoding) {
    Charset charset = charset(encoding, "destination");
    if (charset == StandardCharsets.UTF_8) {
      return text;
    }
    String source = text.toUtf8();
    if (!charset.newEncoder().canEncode(source)) {
      throw new DatabaseException(
          SqlState.UNTRANSLATABLE_CHARACTER,
          "character has no equivalent in encoding \"" + encoding.toUtf8() + "\"");
    }
    return Slice.of(source.getBytes(charset));
  }

  private static Charset charset(Slice name, String role) {
    return switch (name.toUtf8().toLowerCase(Locale.ROOT).replaceAll("[-_]", "")) {
      case "utf8", "unicode" -> StandardCharsets.UTF_8;
      case "latin1", "iso88591" -> StandardCharsets.ISO_8859_1;
      case "sqlascii" -> StandardCharsets.US_ASCII;
      default ->
          throw new DatabaseException(
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid " + role + " encoding name \"" + name.toUtf8() + "\"");
    };
  }

  @Sql({"md5(text) -> text", "md5(bytea) -> text"})
  public static Slice md5(Slice bytes) {
    return encode(hash("MD5", bytes), Slice.utf8("hex"));
  }

  @Sql("sha224(bytea) -> bytea")
  public static Slice sha224(Slice bytes) {
    return hash("SHA-224", bytes);
  }

  @Sql("sha256(bytea) -> bytea")
  public static Slice sha256(Slice bytes) {
    return hash("SHA-256", bytes);
  }

  @Sql("sha384(bytea) -> bytea")
  public static Slice sha384(Slice bytes) {
    return hash("SHA-384", bytes);
  }

  @Sql("sha512(bytea) -> bytea")
  public static Slice sha512(Slice bytes) {
    return hash("SHA-512", bytes);
  }

  @Sql({"digest(text, text) -> bytea", "digest(bytea, text) -> bytea"})
  public static Slice digest(Slice bytes, Slice algorithm) {
    return hash(algorithmName(algorithm), bytes);
  }

  @Sql({"hmac(text, text, text) -> bytea", "hmac(bytea, bytea, text) -> bytea"})
  public static Slice hmac(Slice bytes, Slice key, Slice algorithm) {
    String name = "Hmac" + algorithmName(algorithm).replace("-", "");
    try {
      Mac mac = Mac.getInstance(name);
      byte[] secret = key.length() == 0 ? new byte[1] : key.toBytes(); // zero padding is implied
      mac.init(new SecretKeySpec(secret, name));
      mac.update(bytes.array(), bytes.offset(), bytes.length());
      return Slice.of(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }

  private static String algorithmName(Slice algorithm) {
    return switch (algorithm.toUtf8().toLowerCase(Locale.ROOT)) {
      case "md5" -> "MD5";
      case "sha1" -> "SHA-1";
      case "sha224" -> "SHA-224";
      case "sha256" -> "SHA-256";
      case "sha384" -> "SHA-384";
      case "sha512" -> "SHA-512";
      default ->
          throw new DatabaseException(
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid hash algorithm '" + algorithm.toUtf8() + "'");
    };
  }

  private static Slice hash(String algorithm, Slice bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(bytes.array(), bytes.offset(), bytes.length());
      return Slice.of(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  @Sql({"crc32(text) -> uint4", "crc32(bytea) -> uint4"})
  public static long crc32(Slice bytes) {
    return checksum(new CRC32(), bytes);
  }

  @Sql({"crc32c(text) -> uint4", "crc32c(bytea) -> uint4"})
  public static long crc32c(Slice bytes) {
    return checksum(new CRC32C(), bytes);
  }

  private static long checksum(Checksum checksum, Slice bytes) {
    checksum.update(bytes.array(), bytes.offset(), bytes.length());
    return checksum.getValue();
  }

  @Sql({"constant_time_eq(bytea, bytea) -> bool", "constant_time_compare(bytea, bytea) -> bool"})
  public static boolean equalsInConstantTime(Slice left, Slice right) {
    return MessageDigest.isEqual(left.toBytes(), right.toBytes());
  }

  @Sql({"constant_time_eq(text, text) -> bool", "constant_time_compare(text, text) -> bool"})
  public static boolean textEqualsInConstantTime(Slice left, Slice right) {
    return MessageDigest.isEqual(left.toBytes(), right.toBytes());
  }

  @Sql({"to_hex(int4) -> text"})
  public static Slice toHex(int value) {
    return Slice.utf8(Integer.toHexString(value));
  }

  @Sql({"to_hex(int8) -> text"})
  public static Slice toHex(long value) {
    return Slice.utf8(Long.toHexString(value));
  }
}
