/// Sources at work: [dev.millrace.sql.source.SourceRunner] runs one thread per source, hands what a
/// connector reads to the engine, starts it again when it fails, and keeps its status and counters.
/// What a source is and how it is created is not here.
@NullMarked
package dev.millrace.sql.source;

import org.jspecify.annotations.NullMarked;
