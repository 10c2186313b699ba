import dev.millrace.ingest.generator.EcommerceModel;
import dev.millrace.ingest.generator.EcommerceProducer;
import dev.millrace.ingest.generator.Pace;
import dev.millrace.ingest.registry.SchemaRegistry;
import java.util.Map;

/// Writes iterations of the tutorial's data to Kafka: broker, registry's URL, user and password,
/// first iteration, number of iterations, records a second. Prints how many records were stored.
final class Produce {

  private Produce() {}

  public static void main(String[] arguments) throws InterruptedException {
    long first = Long.parseLong(arguments[4]);
    long end = first + Long.parseLong(arguments[5]);
    Pace pace = new Pace(Double.parseDouble(arguments[6]), System::nanoTime);
    long records = 0;
    try (SchemaRegistry registry = SchemaRegistry.of(arguments[1], arguments[2], arguments[3]);
        EcommerceProducer producer =
            new EcommerceProducer(
                Map.of("bootstrap.servers", arguments[0]),
                registry,
                new EcommerceModel(1, 1001, 5000, 0))) {
      for (long n = first; n < end; n++) {
        pace.awaitDue();
        int sent = producer.produce(n);
        pace.spend(sent);
        records += sent;
      }
      producer.flush();
    }
    System.out.println(records);
  }
}
