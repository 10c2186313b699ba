package dev.millrace.model.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// What the server keeps of a password for SCRAM-SHA-256: enough to check a proof, not enough to
/// make one. Text form as PostgreSQL's `pg_authid.rolpassword`.
public record ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {

  /// PostgreSQL's default of `scram_iterations`.
  private static final int ITERATIONS = 4096;

  private static final int SALT_BYTES = 16;
  private static final int KEY_BITS = 256;

  /// Makes a verifier for a new password with a fresh salt.
  public static ScramVerifier of(String password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] salted = saltedPassword(password, salt, ITERATIONS);
    return new ScramVerifier(
        ITERATIONS, salt, sha256(hmac(salted, "Client Key")), hmac(salted, "Server Key"));
  }

  /// A verifier that no password satisfies.
  public static ScramVerifier unsatisfiable(SecureRandom random) {
    byte[] key = new byte[KEY_BITS / 8];
    random.nextBytes(key);
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new ScramVerifier(ITERATIONS, salt, key, key);
  }

  /// True if this is the verifier of the password: for clients that send it whole.
  public boolean isOf(String password) {
    byte[] salted = saltedPassword(password, salt, iterations);
    return MessageDigest.isEqual(sha256(hmac(salted, "Client Key")), storedKey);
  }

  /// Reads the text form; fails with IllegalArgumentException on anything else.
  public static ScramVerifier parse(String text) {
    String[] parts = text.split("[$:]", -1);
    if (parts.length != 5 || !parts[0].equals("SCRAM-SHA-256")) {
      throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new ScramVerifier(
        Integer.parseInt(parts[1]),
        base64.decode(parts[2]),
        base64.decode(parts[3]),
        base64.decode(parts[4]));
  }

  /// `SCRAM-SHA-256$iterations:salt$storedKey:serverKey`.
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "SCRAM-SHA-256$"
        + iterations
        + ":"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(storedKey)
        + ":"
        + base64.encodeToString(serverKey);
  }

  @Override
  public String toString() {
    return "ScramVerifier";
  }

  private static byte[] saltedPassword(String password, byte[] salt, int iterations) {
    try {
      // SASLprep reduced to its NFKC step, which is all that printable passwords need.
      char[] normal = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
      PBEKeySpec spec = new PBEKeySpec(normal, salt, iterations, KEY_BITS);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// HMAC-SHA-256 of a text.
  public static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// SHA-256 of bytes.
  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
