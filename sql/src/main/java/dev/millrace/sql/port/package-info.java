/// What a session and whoever carries it (pgwire, HTTP) say to each other: results, notices, COPY
/// data, parameters. Start at [dev.millrace.sql.port.ResultSink]. The session itself is
/// `sql.session`.
@NullMarked
package dev.millrace.sql.port;

import org.jspecify.annotations.NullMarked;
