/// What operators keep between steps, and the bytes they keep it as: hash tables of groups,
/// multisets of rows, sorted multisets. In memory only and confined to one shard each; nothing here
/// knows what a step or an operator is.
@NullMarked
package dev.millrace.dataflow.operator.state;

import org.jspecify.annotations.NullMarked;
