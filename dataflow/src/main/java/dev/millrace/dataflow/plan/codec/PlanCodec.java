package dev.millrace.dataflow.plan.codec;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.function.FunctionRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A plan as the catalog stores it, so that what was installed runs again after an upgrade.
///
/// | bytes | meaning |
/// |---|---|
/// | 1 | version, now 1 |
/// | 4 | number of nodes n |
/// | n × node | inputs before what uses them, an input being the number of an earlier node (int); the last is the root |
///
/// A node is a tag byte and its fields in the order of the record. Lists begin with an int count,
/// text is an int length and UTF-8, functions are their ids, values begin with a tag (see
/// `ValueCodec`). All integers are big-endian.
public final class PlanCodec {

  private static final int VERSION = 1;

  private PlanCodec() {}

  /// The plan's bytes; equal sub-plans are written once.
  public static byte[] encode(Plan plan) {
    List<Plan> nodes = PlanTrees.inOrder(PlanTrees.share(plan));
    Map<Plan, Integer> numbers = new IdentityHashMap<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(nodes.size());
      PlanWriter writer = new PlanWriter(out);
      for (Plan node : nodes) {
        writer.node(node);
        for (Plan input : node.inputs()) {
          out.writeInt(Objects.requireNonNull(numbers.get(input)));
        }
        numbers.put(node, numbers.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// The bytes of an expression: a version byte and a scalar as in a plan.
  public static byte[] encode(Scalar scalar) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      new PlanWriter(out).scalar(scalar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// The expression that was encoded; fails as `decode` does.
  public static Scalar decodeScalar(byte[] bytes, FunctionRegistry registry) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      requireVersion(in);
      return new PlanReader(in, registry).scalar();
    } catch (IOException e) {
      throw new IllegalStateException("an expression is cut short", e);
    }
  }

  private static void requireVersion(DataInputStream in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IllegalStateException("a plan of format version " + version);
    }
  }

  /// The plan that was encoded; fails with an IllegalStateException if the bytes are of a later
  /// version or name a function that this version does not have.
  public static Plan decode(byte[] bytes, FunctionRegistry registry) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      requireVersion(in);
      List<Plan> nodes = new ArrayList<>();
      PlanReader reader = new PlanReader(in, registry);
      for (int left = in.readInt(); left > 0; left--) {
        nodes.add(reader.node(nodes));
      }
      return nodes.getLast();
    } catch (IOException e) {
      throw new IllegalStateException("a plan is cut short", e);
    }
  }
}
