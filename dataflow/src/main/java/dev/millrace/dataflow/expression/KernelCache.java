package dev.millrace.dataflow.expression;

import dev.millrace.model.function.Environment;
import java.lang.reflect.Constructor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.commons.compiler.InternalCompilerException;
import org.codehaus.janino.SimpleCompiler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compiles generated source and remembers the classes by it: literals are constructor arguments,
/// so the same query with other constants finds its class.
final class KernelCache {

  private static final Logger LOG = LoggerFactory.getLogger(KernelCache.class);

  /// Classes kept, least recently used out first; a class takes some 10 kB.
  private static final int CLASSES_MAX = 1024;

  private static final Map<String, Constructor<?>> CLASSES =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Constructor<?>> eldest) {
              return size() > CLASSES_MAX;
            }
          });

  private KernelCache() {}

  /// A larger program would outgrow the constant pool of a class; it stays interpreted.
  private static final int NODES_MAX = 4000;

  /// Generated code for the program; interpreted if its source cannot be compiled, which is logged
  /// as the bug it is.
  static Kernel kernel(MfpSpec spec, @Nullable Environment environment) {
    if (spec.nodes() > NODES_MAX) {
      return new InterpretedKernel(spec, environment);
    }
    KernelSource source = KernelSource.of(spec, environment);
    try {
      return instance(source);
    } catch (CompileException
        | InternalCompilerException
        | ReflectiveOperationException
        | LinkageError e) {
      LOG.atError()
          .addKeyValue("source", source.text())
          .setCause(e)
          .log("generated code was refused, the expression is interpreted");
      return new InterpretedKernel(spec, environment);
    }
  }

  /// The class of the source, compiled if it is new.
  static Kernel instance(KernelSource source)
      throws CompileException, ReflectiveOperationException {
    Constructor<?> constructor = CLASSES.get(source.text());
    if (constructor == null) {
      SimpleCompiler compiler = new SimpleCompiler();
      compiler.setParentClassLoader(KernelCache.class.getClassLoader());
      compiler.cook(source.text());
      Class<?> type = compiler.getClassLoader().loadClass(KernelSource.CLASS_NAME);
      constructor = type.getConstructor(Object[].class);
      CLASSES.put(source.text(), constructor);
    }
    return (Kernel) constructor.newInstance((Object) source.constants());
  }
}
