package dev.millrace.pgwire.auth;

import dev.millrace.model.auth.ScramVerifier;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// The server's side of one SCRAM-SHA-256 exchange without channel binding.
///
/// ```
/// client                               server
/// SCRAM-SHA-256, n,,n=,r=C      ->
///                               <-     r=CS,s=salt,i=iterations
/// c=biws,r=CS,p=proof           ->
///                               <-     v=signature
/// ```
///
/// Used by one connection thread, once.
public final class ScramExchange {

  /// The mechanism's name as offered.
  public static final String MECHANISM = "SCRAM-SHA-256";

  private static final int NONCE_BYTES = 18;

  private final ScramVerifier verifier;
  private final String serverNonce;
  private String gs2Header = "";
  private String clientFirstBare = "";
  private String serverFirst = "";
  private String nonce = "";

  public ScramExchange(ScramVerifier verifier, SecureRandom random) {
    this.verifier = verifier;
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    this.serverNonce = Base64.getEncoder().encodeToString(bytes);
  }

  /// Takes the body of SASLInitialResponse and returns the server-first message.
  public byte[] first(byte[] body) {
    int nul = 0;
    while (nul < body.length && body[nul] != 0) {
      nul++;
    }
    if (body.length < nul + 5) {
      throw protocol("malformed SASLInitialResponse message");
    }
    String mechanism = new String(body, 0, nul, StandardCharsets.UTF_8);
    if (!mechanism.equals(MECHANISM)) {
      throw protocol("client selected an invalid SASL authentication mechanism");
    }
    int length = ByteBuffer.wrap(body).getInt(nul + 1);
    if (length != body.length - nul - 5) {
      throw protocol("malformed SASLInitialResponse message");
    }
    String message = new String(body, nul + 5, length, StandardCharsets.UTF_8);
    if (!message.startsWith("n,") && !message.startsWith("y,")) {
      throw protocol("malformed SCRAM message: channel binding is not offered");
    }
    int bare = message.indexOf(',', 2) + 1;
    if (bare == 0) {
      throw protocol("malformed SCRAM message");
    }
    gs2Header = message.substring(0, bare);
    clientFirstBare = message.substring(bare);
    nonce = attribute(clientFirstBare, 'r') + serverNonce;
    serverFirst =
        "r="
            + nonce
            + ",s="
            + Base64.getEncoder().encodeToString(verifier.salt())
            + ",i="
            + verifier.iterations();
    return serverFirst.getBytes(StandardCharsets.UTF_8);
  }

  /// Takes the body of SASLResponse and returns the server-final message. Fails with 28P01 if the
  /// proof does not fit.
  public byte[] last(byte[] body, String user) {
    String message = new String(body, StandardCharsets.UTF_8);
    int proofAt = message.lastIndexOf(",p=");
    if (proofAt < 0) {
      throw protocol("malformed SCRAM message: no proof");
    }
    String withoutProof = message.substring(0, proofAt);
    String binding = Base64.getEncoder().encodeToString(gs2Header.getBytes(StandardCharsets.UTF_8));
    if (!attribute(withoutProof, 'c').equals(binding)
        || !attribute(withoutProof, 'r').equals(nonce)) {
      throw protocol("malformed SCRAM message: nonce or channel binding differs");
    }
    String signed = clientFirstBare + "," + serverFirst + "," + withoutProof;
    byte[] clientSignature = ScramVerifier.hmac(verifier.storedKey(), signed);
    byte[] clientKey = decode(message.substring(proofAt + 3));
    if (clientKey.length != clientSignature.length) {
      throw protocol("malformed SCRAM message: proof has a wrong length");
    }
    for (int i = 0; i < clientKey.length; i++) {
      clientKey[i] ^= clientSignature[i];
    }
    if (!MessageDigest.isEqual(ScramVerifier.sha256(clientKey), verifier.storedKey())) {
      throw new DatabaseException(
          SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + user + "\"");
    }
    String signature =
        Base64.getEncoder().encodeToString(ScramVerifier.hmac(verifier.serverKey(), signed));
    return ("v=" + signature).getBytes(StandardCharsets.UTF_8);
  }

  private static String attribute(String message, char name) {
    for (String part : message.split(",")) {
      if (part.length() > 1 && part.charAt(0) == name && part.charAt(1) == '=') {
        return part.substring(2);
      }
    }
    throw protocol("malformed SCRAM message: attribute \"" + name + "\" expected");
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw protocol("malformed SCRAM message: proof is not base64");
    }
  }

  private static DatabaseException protocol(String message) {
    return new DatabaseException(SqlState.PROTOCOL_VIOLATION, message);
  }
}
