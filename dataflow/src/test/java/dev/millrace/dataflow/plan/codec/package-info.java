/// Tests of plans as bytes, fingerprints and text, and of join lowering.
@NullMarked
package dev.millrace.dataflow.plan.codec;

import org.jspecify.annotations.NullMarked;
