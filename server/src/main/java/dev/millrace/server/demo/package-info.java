/// The e-commerce tutorial as statements: [dev.millrace.server.demo.Tutorial]. The demo, the
/// measurements and the end-to-end tests run the same ones. [dev.millrace.server.demo.DemoProducer]
/// writes its data to Kafka.
@NullMarked
package dev.millrace.server.demo;

import org.jspecify.annotations.NullMarked;
