/// Where rows come from and go to: connectors and formats behind the interfaces of `dataflow`. The
/// only room that may touch the Kafka client. It knows nothing of SQL text.
@NullMarked
package dev.millrace.ingest;

import org.jspecify.annotations.NullMarked;
