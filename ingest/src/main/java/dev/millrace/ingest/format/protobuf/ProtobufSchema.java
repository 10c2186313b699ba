package dev.millrace.ingest.format.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.ingest.registry.SchemaRegistry.Registered;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message type by its descriptors: what a source of FORMAT PROTOBUF stores.
///
/// @param descriptors a serialized FileDescriptorSet, in base64
/// @param message the full name of the message
public record ProtobufSchema(String descriptors, String message) {

  /// Bytes of descriptors in a statement.
  private static final int DESCRIPTORS_MAX = 4 << 20;

  /// The schema of `MESSAGE 'name' USING SCHEMA 'bytes'`, the bytes as bytea is written.
  public static ProtobufSchema inline(String message, String schema) {
    Slice bytes;
    try {
      bytes = (Slice) TextFormat.parse(ScalarType.BYTEA, schema);
    } catch (DatabaseException e) {
      throw invalid("the bytes of a FileDescriptorSet were expected: " + e.message());
    }
    if (bytes.length() > DESCRIPTORS_MAX) {
      throw invalid("there are more than " + DESCRIPTORS_MAX + " bytes of descriptors");
    }
    String name = message.startsWith(".") ? message.substring(1) : message;
    ProtobufSchema described =
        new ProtobufSchema(Base64.getEncoder().encodeToString(bytes.toBytes()), name);
    described.descriptor();
    return described;
  }

  /// The schema of a registry, which must have exactly one message beside those nested in it.
  public static ProtobufSchema registered(Registered registered) {
    FileDescriptorSet set = ProtoText.descriptors(registered);
    FileDescriptorProto file = set.getFile(set.getFileCount() - 1);
    if (file.getMessageTypeCount() != 1) {
      throw DatabaseException.notSupported(
          "a Protobuf schema of " + file.getMessageTypeCount() + " messages", 0);
    }
    String name = file.getMessageType(0).getName();
    String full = file.getPackage().isEmpty() ? name : file.getPackage() + "." + name;
    ProtobufSchema schema =
        new ProtobufSchema(Base64.getEncoder().encodeToString(set.toByteArray()), full);
    schema.descriptor();
    return schema;
  }

  /// The message's descriptor.
  Descriptor descriptor() {
    try {
      FileDescriptorSet set = FileDescriptorSet.parseFrom(Base64.getDecoder().decode(descriptors));
      Map<String, FileDescriptorProto> files = new HashMap<>();
      set.getFileList().forEach(file -> files.put(file.getName(), file));
      Map<String, FileDescriptor> built = new HashMap<>();
      for (FileDescriptorProto file : set.getFileList()) {
        Descriptor found = find(build(file.getName(), files, built, 0));
        if (found != null) {
          return found;
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw invalid("the bytes of a FileDescriptorSet were expected");
    } catch (DescriptorValidationException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    throw new DatabaseException(
        SqlState.UNDEFINED_OBJECT, "Protobuf message \"" + message + "\" is not in the schema");
  }

  private @Nullable Descriptor find(FileDescriptor file) {
    String prefix = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
    if (!message.startsWith(prefix)) {
      return null;
    }
    String[] path = message.substring(prefix.length()).split("\\.", -1);
    Descriptor found = file.findMessageTypeByName(path[0]);
    for (int i = 1; i < path.length && found != null; i++) {
      found = found.findNestedTypeByName(path[i]);
    }
    return found;
  }

  private static FileDescriptor build(
      String name,
      Map<String, FileDescriptorProto> files,
      Map<String, FileDescriptor> built,
      int depth)
      throws DescriptorValidationException {
    FileDescriptor known = built.get(name);
    if (known != null) {
      return known;
    }
    FileDescriptorProto file = files.get(name);
    if (file == null) {
      throw invalid("import \"" + name + "\" was not found");
    }
    if (depth > files.size()) {
      throw invalid("files import each other in a circle");
    }
    FileDescriptor[] imports = new FileDescriptor[file.getDependencyCount()];
    for (int i = 0; i < imports.length; i++) {
      imports[i] = build(file.getDependency(i), files, built, depth + 1);
    }
    FileDescriptor descriptor = FileDescriptor.buildFrom(file, imports);
    built.put(name, descriptor);
    return descriptor;
  }

  private static DatabaseException invalid(String why) {
    return new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE, "invalid Protobuf schema: " + why);
  }
}
