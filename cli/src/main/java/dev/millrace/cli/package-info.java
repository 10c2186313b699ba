/// The command line: one class for every subcommand. It parses options, calls `server` and prints;
/// no logic of the database belongs here.
@NullMarked
package dev.millrace.cli;

import org.jspecify.annotations.NullMarked;
