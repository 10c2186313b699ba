package dev.millrace.server.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The hand-written Java files of the repository, found from the working directory upwards.
/// Generated code lies under `target` and is not seen.
record SourceTree(Path root, List<SourceFile> files) {

  static SourceTree ofThisRepository() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("mvnw"))) {
      root = root.getParent();
    }
    try (Stream<Path> walk = Files.walk(root)) {
      Path top = root;
      List<SourceFile> files =
          walk.filter(p -> p.toString().endsWith(".java"))
              .map(top::relativize)
              .filter(p -> p.getNameCount() > 3 && p.getName(1).toString().equals("src"))
              .filter(p -> !p.toString().contains("target/"))
              .sorted()
              .map(p -> SourceFile.read(top, p))
              .toList();
      return new SourceTree(root, files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One file: its path below the root and its text.
  record SourceFile(Path path, String text) {

    static SourceFile read(Path root, Path path) {
      try {
        return new SourceFile(path, Files.readString(root.resolve(path)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    List<String> lines() {
      return text.lines().toList();
    }

    boolean isTest() {
      return path.getName(2).toString().equals("test");
    }

    boolean isInRoom(String room) {
      return path.getName(0).toString().equals(room);
    }

    String name() {
      return path.getFileName().toString();
    }
  }
}
