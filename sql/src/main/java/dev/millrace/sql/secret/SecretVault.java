package dev.millrace.sql.secret;

import dev.millrace.model.value.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/*
 * Sealed form: version byte 1, 12 bytes of nonce, then AES-256-GCM's ciphertext with its 16-byte
 * tag. The secret's id is authenticated along, so that an entry cannot be moved to another secret.
 * The key is 32 random bytes in a file of its own, mode 0600, which neither the journal nor a
 * backup of it contains.
 */

/// Encrypts and decrypts secrets under the key file of the data directory. Any thread.
public final class SecretVault {

  private static final byte VERSION = 1;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random;

  private SecretVault(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /// The vault of a data directory; makes the key file `secrets.key` on first use.
  public static SecretVault open(Path directory) {
    Path file = directory.resolve("secrets.key");
    SecureRandom random = new SecureRandom();
    try {
      if (Files.exists(file)) {
        byte[] key = Files.readAllBytes(file);
        if (key.length != KEY_BYTES) {
          throw new IllegalStateException(file + " is not a key of " + KEY_BYTES + " bytes");
        }
        return new SecretVault(key, random);
      }
      byte[] key = new byte[KEY_BYTES];
      random.nextBytes(key);
      write(file, key);
      return new SecretVault(key, random);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + file, e);
    }
  }

  private static void write(Path file, byte[] key) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    try (FileChannel out =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      out.write(ByteBuffer.wrap(key));
      out.force(true);
    }
    Files.move(part, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /// Encrypts a secret for the item with an id.
  public Slice seal(long id, byte[] secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, id, nonce, secret, 0, secret.length);
    return Slice.of(
        ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
            .put(VERSION)
            .put(nonce)
            .put(sealed)
            .array());
  }

  /// The secret of the item with an id.
  public byte[] open(long id, Slice sealed) {
    byte[] bytes = sealed.toBytes();
    if (bytes.length < 1 + NONCE_BYTES || bytes[0] != VERSION) {
      throw new IllegalStateException("secret u" + id + " has an unknown form");
    }
    byte[] nonce = java.util.Arrays.copyOfRange(bytes, 1, 1 + NONCE_BYTES);
    int start = 1 + NONCE_BYTES;
    return crypt(Cipher.DECRYPT_MODE, id, nonce, bytes, start, bytes.length - start);
  }

  private byte[] crypt(int mode, long id, byte[] nonce, byte[] bytes, int offset, int length) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(ByteBuffer.allocate(8).putLong(0, id));
      return cipher.doFinal(bytes, offset, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "secret u" + id + " cannot be used with this data directory's secrets.key", e);
    }
  }
}
