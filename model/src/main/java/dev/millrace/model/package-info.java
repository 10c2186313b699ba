/// What every room shares: SQL types, values, rows and chunks, timestamps, errors and the functions
/// over values. Nothing here knows about files, sockets, plans or SQL text.
@NullMarked
package dev.millrace.model;

import org.jspecify.annotations.NullMarked;
