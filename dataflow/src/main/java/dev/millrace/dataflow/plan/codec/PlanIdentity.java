package dev.millrace.dataflow.plan.codec;

import dev.millrace.dataflow.plan.Plan;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;

/// The Merkle id of plans: 128 bits that are equal exactly if the plans are, independent of the
/// process. Remembers nodes by identity, so one instance names all parts of a plan in linear time.
/// Not thread-safe.
public final class PlanIdentity {

  private static final int BYTES = 16;

  private final Map<Plan, byte[]> known = new IdentityHashMap<>();

  /// The id of a plan as 32 hexadecimal digits.
  public String of(Plan plan) {
    return HexFormat.of().formatHex(digest(plan));
  }

  private byte[] digest(Plan plan) {
    byte[] digest = known.get(plan);
    if (digest == null) {
      digest = compute(plan);
      known.put(plan, digest);
    }
    return digest;
  }

  private byte[] compute(Plan plan) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      new PlanWriter(out).node(plan);
      for (Plan input : plan.inputs()) {
        out.write(digest(input));
      }
      byte[] full = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return Arrays.copyOf(full, BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
