/// Aggregates: [dev.millrace.model.function.aggregate.StandardAggregates] lists them. Linear ones
/// keep exact sums in wide two's complement integers (`WideInteger`), also of floats, so that the
/// result depends on the rows and never on the order in which they came or went.
@NullMarked
package dev.millrace.model.function.aggregate;

import org.jspecify.annotations.NullMarked;
