/// SQL/JSON paths evaluated over jsonb: `PathRun` takes the steps, `PathTruth` the conditions;
/// `PathFunctions` are the SQL functions and operators.
@NullMarked
package dev.millrace.model.function.json.path;

import org.jspecify.annotations.NullMarked;
