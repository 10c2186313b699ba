/// FORMAT PROTOBUF: [dev.millrace.ingest.format.protobuf.ProtobufSchema] says what a message looks
/// like, [dev.millrace.ingest.format.protobuf.ProtobufDecoder] turns messages into columns. The
/// libraries read descriptors, `.proto` text and messages.
@NullMarked
package dev.millrace.ingest.format.protobuf;

import org.jspecify.annotations.NullMarked;
