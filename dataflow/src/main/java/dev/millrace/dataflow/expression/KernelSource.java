package dev.millrace.dataflow.expression;

import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.function.Environment;
import dev.millrace.model.type.Carrier;
import dev.millrace.model.type.SqlType;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Java source of a program and the constants to construct its class with.
///
/// ```
/// for (int r = 0; r < n; r++) {
///   <variables>
///   try {
///     <code of each step; after a filter: if (!keep) continue;>
///     o0.append(v3); … out.endRow(w);
///   } catch (DatabaseException e) { errors.error(r, e, w); }
/// }
/// ```
///
/// A program of more than `NODES_IN_ONE_METHOD` nodes has its variables in fields and its code cut
/// into methods, because HotSpot never compiles a method of more than 8,000 bytes; such an object
/// has state, so that each run takes a fresh one.
record KernelSource(String text, Object[] constants) {

  static final String CLASS_NAME = "dev.millrace.dataflow.expression.GeneratedKernel";

  /// A node takes 10 to 30 bytes of code.
  private static final int NODES_IN_ONE_METHOD = 150;

  private static final String CHUNK = "dev.millrace.model.chunk.";

  /// Writes the source of a program.
  static KernelSource of(MfpSpec spec, @Nullable Environment environment) {
    return new Writer(spec, environment).write();
  }

  /// One use writes one class.
  private static final class Writer {
    private final MfpSpec spec;
    private final boolean split;
    private final CodeBlocks blocks;
    private final ScalarSource scalars;
    private final List<SqlType> outputTypes;

    Writer(MfpSpec spec, @Nullable Environment environment) {
      this.spec = spec;
      this.split = spec.nodes() > NODES_IN_ONE_METHOD;
      this.blocks = new CodeBlocks(split);
      this.scalars = new ScalarSource(spec.input(), blocks, environment);
      this.outputTypes = spec.types();
    }

    KernelSource write() {
      String row = rowCode();
      String open = openingCode();
      StringBuilder text = new StringBuilder();
      text.append("package dev.millrace.dataflow.expression;\n");
      text.append("public final class GeneratedKernel implements Kernel {\n");
      text.append("private final Object[] constants;\n");
      text.append(blocks.constantFields());
      text.append("public GeneratedKernel(Object[] k) {\nconstants = k;\n");
      text.append(blocks.constantAssignments()).append("}\n");
      text.append("public Kernel fresh() { return ");
      text.append(split ? "new GeneratedKernel(constants)" : "this").append("; }\n");
      if (split) {
        text.append(blocks.variables("private ")).append("private boolean keep;\n");
        text.append("private int w;\nprivate ").append(CHUNK).append("Chunk in;\n");
        text.append("private ").append(CHUNK).append("Chunk out;\n");
      }
      text.append("public void run(").append(CHUNK).append("Chunk in, ").append(CHUNK);
      text.append("Chunk out, ErrorSink errors) {\n");
      text.append(split ? "this.in = in; this.out = out; int r = 0;\n" : "");
      text.append(open).append("int n = in.size();\nint[] weights = in.weights;\n");
      text.append("for (r = 0; r < n; r++) {\n".replace("(r", split ? "(r" : "(int r"));
      text.append(split ? "" : blocks.variables(""));
      text.append(split ? "w" : "int w").append(" = weights == null ? 1 : weights[r];\ntry {\n");
      text.append(row);
      text.append("} catch (dev.millrace.model.error.DatabaseException e) {\n");
      text.append("errors.error(r, e, w);\n}\n}\n}\n");
      text.append(blocks.methods()).append("}\n");
      return new KernelSource(text.toString(), blocks.constants());
    }

    private String rowCode() {
      CodeBlocks.Code code = blocks.code();
      if (split) {
        code.line("keep = true;");
      }
      for (MfpSpec.Step step : spec.steps()) {
        switch (step) {
          case MfpSpec.Step.Compute(int map) -> {
            CodeBlocks.Code inner = blocks.code();
            scalars.defineMap(map, spec.maps().get(map), inner);
            guarded(code, inner);
          }
          case MfpSpec.Step.Check(int filter) -> {
            CodeBlocks.Code inner = blocks.code();
            ScalarSource.Value v = scalars.write(spec.filters().get(filter), inner);
            String isTrue = v.isTrue();
            inner.line(split ? "keep = " + isTrue + ";" : "if (!(" + isTrue + ")) continue;");
            guarded(code, inner);
          }
        }
      }
      CodeBlocks.Code append = blocks.code();
      for (int i = 0; i < outputTypes.size(); i++) {
        append(i, append);
      }
      append.line("out.endRow(w);");
      guarded(code, append);
      return code.text();
    }

    private void guarded(CodeBlocks.Code code, CodeBlocks.Code inner) {
      code.line(split ? "if (keep) {\n" + inner.text() + "}" : inner.text());
    }

    private void append(int output, CodeBlocks.Code code) {
      int column = spec.projection().get(output);
      if (column < spec.input().size()) {
        code.line("o" + output + ".appendFrom(" + scalars.inputColumn(column) + ", r);");
        return;
      }
      SqlType type = outputTypes.get(output);
      ScalarSource.Value v = scalars.write(new ColumnRef(column, type), code);
      String value = type.carrier() == Carrier.BOOLEAN ? "(" + v.value() + ") ? 1 : 0" : v.value();
      String append = "o" + output + ".append(" + value + ");";
      String appendNull = "o" + output + ".appendNull();";
      code.line(
          switch (v.isNull()) {
            case "false" -> append;
            case "true" -> appendNull;
            default -> "if (" + v.isNull() + ") " + appendNull + " else " + append;
          });
    }

    /// Takes the columns out of the chunks, once per run.
    private String openingCode() {
      CodeBlocks.Code code = blocks.code();
      BitSet used = scalars.usedInputs();
      used.stream().forEach(c -> open(code, "c" + c, "in.columns[" + c + "]", spec.input().get(c)));
      used.stream().forEach(c -> openValues(code, c, spec.input().get(c).carrier()));
      for (int i = 0; i < outputTypes.size(); i++) {
        open(code, "o" + i, "out.columns[" + i + "]", outputTypes.get(i));
      }
      return code.text();
    }

    private void open(CodeBlocks.Code code, String name, String from, SqlType type) {
      String columnClass = columnClass(type.carrier());
      assign(code, columnClass, name, "(" + columnClass + ") " + from);
    }

    private void openValues(CodeBlocks.Code code, int column, Carrier carrier) {
      assign(code, "boolean", "h" + column, "c" + column + ".nulls != null");
      switch (carrier) {
        case BOOLEAN, INT -> assign(code, "int[]", "a" + column, "c" + column + ".values");
        case LONG -> assign(code, "long[]", "a" + column, "c" + column + ".values");
        case DOUBLE -> assign(code, "double[]", "a" + column, "c" + column + ".values");
        case SLICE -> {}
      }
    }

    private void assign(CodeBlocks.Code code, String type, String name, String value) {
      if (split) {
        blocks.field(type, name);
        code.line(name + " = " + value + ";");
      } else {
        code.line("final " + type + " " + name + " = " + value + ";");
      }
    }

    private static String columnClass(Carrier carrier) {
      return switch (carrier) {
        case BOOLEAN, INT -> CHUNK + "IntColumn";
        case LONG -> CHUNK + "LongColumn";
        case DOUBLE -> CHUNK + "DoubleColumn";
        case SLICE -> CHUNK + "BytesColumn";
      };
    }
  }
}
