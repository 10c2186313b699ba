/// Tests of binding, decorrelation and planning by running the plans: a [Workbench] of small tables
/// answers queries through the batch executor, and embedded PostgreSQL 15 says what is right.
@NullMarked
package dev.millrace.sql.bind;

import org.jspecify.annotations.NullMarked;
