/// Logical plans to better ones and to the physical [dev.millrace.dataflow.plan.Plan]: start at
/// [dev.millrace.sql.optimise.Optimiser]. One class per rewrite; all of them keep the multiset of
/// rows. Knows nothing of names and syntax.
@NullMarked
package dev.millrace.sql.optimise;

import org.jspecify.annotations.NullMarked;
