/// jsonb values: [dev.millrace.model.value.json.JsonNode] is one taken apart,
/// [dev.millrace.model.value.json.JsonText] reads and writes the canonical text that is the stored
/// form. The operators over them are in `model.function.json`.
@NullMarked
package dev.millrace.model.value.json;

import org.jspecify.annotations.NullMarked;
