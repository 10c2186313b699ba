/// Tests of expressions: generated code against the interpreter, and the order of evaluation.
@NullMarked
package dev.millrace.dataflow.expression;

import org.jspecify.annotations.NullMarked;
