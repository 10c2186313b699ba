package dev.millrace.server.tidy;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The types and methods of a source file as javac's own parser sees them; nothing is resolved.
record Declarations(List<Type> types, List<Method> methods) {

  /// A class, record, enum or interface. `isPublic` counts its enclosing types too.
  record Type(String name, boolean isPublic, boolean hasDoc) {}

  /// A method or constructor with the number of lines from its first to its last.
  record Method(String type, String name, boolean isOverride, int parameters, long lines) {}

  static Declarations of(SourceTree.SourceFile file) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///" + file.path()), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return file.text();
          }
        };
    JavacTask task =
        (JavacTask)
            compiler.getTask(null, null, d -> {}, List.of("-proc:none"), null, List.of(source));
    try {
      Scanner scanner = new Scanner(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        scanner.scan(unit, null);
      }
      return new Declarations(List.copyOf(scanner.types), List.copyOf(scanner.methods));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      long start = trees.getSourcePositions().getStartPosition(unit, method);
      long end = trees.getSourcePositions().getEndPosition(unit, method);
      if (start >= 0 && end >= 0) {
        long lines =
            unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start) + 1;
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
