/// Expressions over rows: from [dev.millrace.dataflow.plan.Scalar] trees to programs that run over
/// chunks. Start at [dev.millrace.dataflow.expression.MfpProgram]; the
/// [dev.millrace.dataflow.expression.Interpreter] defines what an expression means, generated
/// classes do the same faster. Which functions exist is `model.function`'s business.
@NullMarked
package dev.millrace.dataflow.expression;

import org.jspecify.annotations.NullMarked;
