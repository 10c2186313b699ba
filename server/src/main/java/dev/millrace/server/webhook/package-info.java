/// Webhooks over HTTP: [dev.millrace.server.webhook.WebhookRoute] finds the source that a path
/// names and carries request and answer between it and the listener. What a source makes of a
/// request is in `ingest.webhook`.
@NullMarked
package dev.millrace.server.webhook;

import org.jspecify.annotations.NullMarked;
