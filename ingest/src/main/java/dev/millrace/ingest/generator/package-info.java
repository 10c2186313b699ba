/// Load generators: [dev.millrace.ingest.generator.LoadGenerators] and what each one makes. All are
/// functions of a seed and a position, so that a restart goes on where it stopped. The e-commerce
/// model is also what the demo's producer writes to Kafka.
@NullMarked
package dev.millrace.ingest.generator;

import org.jspecify.annotations.NullMarked;
