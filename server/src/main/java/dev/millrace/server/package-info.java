/// The whole server: [dev.millrace.server.Server] builds the rooms in order and closes them in
/// reverse; [dev.millrace.server.ServerConfig] says how. What a room does is never decided here.
@NullMarked
package dev.millrace.server;

import org.jspecify.annotations.NullMarked;
