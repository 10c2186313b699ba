package dev.millrace.ingest.format.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.InvalidProtocolBufferException;
import com.squareup.wire.schema.CoreLoader;
import com.squareup.wire.schema.ErrorCollector;
import com.squareup.wire.schema.Linker;
import com.squareup.wire.schema.Loader;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.internal.SchemaEncoder;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import dev.millrace.ingest.registry.SchemaRegistry.Registered;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns the text of `.proto` files, as schema registries keep it, into descriptors.
final class ProtoText {

  /// The name of a registered file, which has none in the registry.
  private static final String MAIN = "main.proto";

  private ProtoText() {}

  /// A registered schema with the files it imports; the schema's own file is the last.
  static FileDescriptorSet descriptors(Registered registered) {
    Map<String, ProtoFile> files = new LinkedHashMap<>();
    try {
      registered.references().forEach(r -> files.put(r.name(), parse(r.name(), r.schema())));
      ProtoFile main = parse(MAIN, registered.schema());
      return encode(files, main);
    } catch (IllegalStateException | IllegalArgumentException | InvalidProtocolBufferException e) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, "invalid Protobuf schema: " + e.getMessage());
    }
  }

  private static ProtoFile parse(String name, String text) {
    return ProtoFile.Companion.get(ProtoParser.Companion.parse(Location.get(name), text));
  }

  private static FileDescriptorSet encode(Map<String, ProtoFile> files, ProtoFile main)
      throws InvalidProtocolBufferException {
    Files loader = new Files(files);
    ErrorCollector errors = new ErrorCollector();
    Schema schema = new Linker(loader, errors, true, true).link(List.of(main));
    errors.throwIfNonEmpty();
    SchemaEncoder encoder = new SchemaEncoder(schema);
    Map<String, FileDescriptorProto> all = new LinkedHashMap<>();
    for (ProtoFile file : schema.getProtoFiles()) {
      byte[] bytes = encoder.encode(file).toByteArray();
      all.put(file.getLocation().getPath(), FileDescriptorProto.parseFrom(bytes));
    }
    Map<String, FileDescriptorProto> needed = new LinkedHashMap<>();
    collect(MAIN, all, needed);
    return FileDescriptorSet.newBuilder().addAllFile(needed.values()).build();
  }

  /// Adds a file behind those it imports; the linker brings others along.
  private static void collect(
      String name, Map<String, FileDescriptorProto> all, Map<String, FileDescriptorProto> needed) {
    FileDescriptorProto file = all.get(name);
    if (file == null || needed.containsKey(name)) {
      return;
    }
    file.getDependencyList().forEach(imported -> collect(imported, all, needed));
    needed.put(name, file);
  }

  /// The files that may be imported: those referred to, Protobuf's own, and the linker's own.
  private record Files(Map<String, ProtoFile> files) implements Loader {
    @Override
    public ProtoFile load(String path) {
      ProtoFile file = files.get(path);
      if (file != null) {
        return file;
      }
      if (path.startsWith("google/protobuf/") || path.startsWith("wire/")) {
        return CoreLoader.INSTANCE.load(path);
      }
      throw new IllegalArgumentException("import \"" + path + "\" was not found");
    }

    @Override
    public Loader withErrors(ErrorCollector errors) {
      return this;
    }
  }
}
