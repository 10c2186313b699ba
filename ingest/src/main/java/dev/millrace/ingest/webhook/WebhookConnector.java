package dev.millrace.ingest.webhook;

import dev.millrace.dataflow.connector.CheckSpec;
import dev.millrace.dataflow.connector.Connector;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.model.function.FunctionRegistry;

/// `CREATE SOURCE … FROM WEBHOOK`. All its sources share one set of limits.
public final class WebhookConnector implements Connector {

  private final FunctionRegistry functions;
  private final Admission admission;

  public WebhookConnector(WebhookLimits limits) {
    this.functions = FunctionRegistry.standard();
    this.admission = new Admission(limits);
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public SourceDescription describe(SourceSpec spec, SecretStore secrets) {
    return new SourceDescription(spec, new WebhookShape(spec).outputs());
  }

  @Override
  public Source open(SourceSpec spec, SecretStore secrets) {
    CheckSpec check = spec.check();
    return new WebhookSource(
        new WebhookShape(spec),
        check == null ? null : new RequestCheck(check, functions, secrets),
        admission);
  }
}
