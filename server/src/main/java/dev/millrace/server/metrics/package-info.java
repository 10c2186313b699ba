/// What an operator watches: [dev.millrace.server.metrics.Metrics] turns the samples that the rooms
/// give of themselves into Prometheus' text format. Nothing is counted here a second time.
@NullMarked
package dev.millrace.server.metrics;

import org.jspecify.annotations.NullMarked;
