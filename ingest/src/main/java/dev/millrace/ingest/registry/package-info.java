/// A Confluent-compatible schema registry over HTTP: [dev.millrace.ingest.registry.SchemaRegistry].
/// What a schema means is `ingest.format`.
@NullMarked
package dev.millrace.ingest.registry;

import org.jspecify.annotations.NullMarked;
