/// The HTTP listener: [dev.millrace.server.http.HttpListener] and the routes it serves. A route is
/// a pure function of a request, run on a virtual thread. What the answers say comes from the
/// routes' owners; no SQL here.
@NullMarked
package dev.millrace.server.http;

import org.jspecify.annotations.NullMarked;
