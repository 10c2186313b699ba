/// SQL/JSON path expressions as values: `PathParser` reads one into a `Path`, `PathText` prints it
/// as PostgreSQL does, which is the stored form of jsonpath. They are evaluated in
/// `model.function.json.path`.
@NullMarked
package dev.millrace.model.value.json.path;

import org.jspecify.annotations.NullMarked;
