package dev.millrace.server.tidy;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.millrace.server.tidy.SourceTree.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The types and methods of a source file as javac's own parser sees them; nothing is resolved.
record Declarations(List<Type> types, List<Method> methods) {

  /// A class, record, enum or interface. `isPublic` counts its enclosing types too.
  record Type(String name, boolean isPublic, boolean hasDoc) {}

  /// A method or constructor and its length in lines. A body that is nothing but calls, one after
  /// the other, is a table written in Java; its length is that of its longest row.
  record Method(String type, String name, boolean isOverride, int parameters, long lines) {}

  /// What each file declares, by its path. One compiler reads them all: starting one costs more
  /// than reading a file.
  static Map<Path, Declarations> of(List<SourceFile> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Source> sources = files.stream().map(Source::new).toList();
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, d -> {}, List.of("-proc:none"), null, sources);
    try {
      DocTrees trees = DocTrees.instance(task);
      Map<Path, Declarations> declarations = new HashMap<>();
      for (CompilationUnitTree unit : task.parse()) {
        Scanner scanner = new Scanner(trees);
        scanner.scan(unit, null);
        declarations.put(
            Path.of(unit.getSourceFile().toUri().getPath().substring(1)),
            new Declarations(List.copyOf(scanner.types), List.copyOf(scanner.methods)));
      }
      return declarations;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final SourceFile file;

    Source(SourceFile file) {
      super(URI.create("string:///" + file.path()), JavaFileObject.Kind.SOURCE);
      this.file = file;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }

  private static final class Scanner extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final List<Type> types = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();

    Scanner(DocTrees trees) {
      this.trees = trees;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      String name = type.getSimpleName().toString();
      if (!name.isEmpty()) {
        DocCommentTree doc = trees.getDocCommentTree(getCurrentPath());
        types.add(new Type(name, isReachable(getCurrentPath()), doc != null));
      }
      return super.visitClass(type, unused);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      long lines = isTable(method) ? longestRow(method) : lines(method);
      if (lines > 0) {
        Tree parent = getCurrentPath().getParentPath().getLeaf();
        String type = parent instanceof ClassTree c ? c.getSimpleName().toString() : "";
        boolean isOverride =
            method.getModifiers().getAnnotations().stream()
                .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
        methods.add(
            new Method(
                type,
                method.getName().toString(),
                isOverride,
                method.getParameters().size(),
                lines));
      }
      return super.visitMethod(method, unused);
    }

    private static boolean isTable(MethodTree method) {
      return method.getBody() != null
          && method.getBody().getStatements().size() > 1
          && method.getBody().getStatements().stream()
              .allMatch(ExpressionStatementTree.class::isInstance);
    }

    private long longestRow(MethodTree method) {
      return method.getBody().getStatements().stream().mapToLong(this::lines).max().orElse(0);
    }

    /// Nothing for what the compiler added, such as a record's constructor.
    private long lines(Tree tree) {
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      long start = trees.getSourcePositions().getStartPosition(unit, tree);
      long end = trees.getSourcePositions().getEndPosition(unit, tree);
      LineMap map = unit.getLineMap();
      return start < 0 || end < 0 ? 0 : map.getLineNumber(end) - map.getLineNumber(start) + 1;
    }

    /// Public, and so are the types around it; members of an interface are public without saying
    /// so.
    private static boolean isReachable(TreePath path) {
      for (TreePath p = path; p != null; p = p.getParentPath()) {
        Tree around = p.getParentPath() == null ? null : p.getParentPath().getLeaf();
        boolean isInInterface = around != null && around.getKind() == Tree.Kind.INTERFACE;
        switch (p.getLeaf()) {
          case ClassTree c
              when !isInInterface && !c.getModifiers().getFlags().contains(Modifier.PUBLIC) -> {
            return false;
          }
          case MethodTree _ -> {
            return false;
          }
          default -> {}
        }
      }
      return true;
    }
  }
}
