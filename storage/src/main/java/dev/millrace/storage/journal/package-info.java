/// The journal: checksummed records in preallocated, recycled segment files, made durable by group
/// commit. Start at [dev.millrace.storage.journal.Journal]. What a record means is `storage.store`;
/// where bytes go is behind [dev.millrace.storage.journal.Disk], so that a test can lose power.
@NullMarked
package dev.millrace.storage.journal;

import org.jspecify.annotations.NullMarked;
