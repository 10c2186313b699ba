/// Builds the system from its parts, in order, and closes it in reverse; the HTTP listener. Its
/// tests are the end-to-end tests and the tests of the house rules.
@NullMarked
package dev.millrace.server;

import org.jspecify.annotations.NullMarked;
