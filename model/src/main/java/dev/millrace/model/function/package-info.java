/// What functions, casts and aggregates exist and which Java method runs each: start at
/// [dev.millrace.model.function.FunctionRegistry]. The bodies are static methods in the
/// sub-packages by family. The binder resolves names to entries, generated code calls the methods,
/// the interpreter calls them through method handles.
@NullMarked
package dev.millrace.model.function;

import org.jspecify.annotations.NullMarked;
