/// The tables of the TPC-H benchmark as a source: the keys, references and ranges of values that
/// its queries rely on, not the very bytes of its own generator. Start at
/// [dev.millrace.ingest.generator.tpch.TpchGenerator].
@NullMarked
package dev.millrace.ingest.generator.tpch;

import org.jspecify.annotations.NullMarked;
