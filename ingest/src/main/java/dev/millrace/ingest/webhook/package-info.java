/// Webhooks: [dev.millrace.ingest.webhook.WebhookConnector] makes a
/// [dev.millrace.ingest.webhook.WebhookSource] of a statement, and that takes requests: headers,
/// check, body, row, and an answer once the row is durable. How requests come over a socket is not
/// here.
@NullMarked
package dev.millrace.ingest.webhook;

import org.jspecify.annotations.NullMarked;
