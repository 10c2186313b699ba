package dev.millrace.ingest.webhook;

import dev.millrace.dataflow.connector.CheckSpec;
import dev.millrace.dataflow.connector.CheckSpec.Input;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.expression.Evaluator;
import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.codec.PlanCodec;
import dev.millrace.ingest.format.StrictUtf8;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.value.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The CHECK of a webhook, ready to be asked. Secrets are read for every request, so that a changed
/// one counts at once. Any thread.
final class RequestCheck {

  private static final String COUNTER = "rejected_by_check";

  private final List<Input> inputs;
  private final Evaluator condition;
  private final SecretStore secrets;

  RequestCheck(CheckSpec spec, FunctionRegistry functions, SecretStore secrets) {
    this.inputs = spec.inputs();
    this.condition =
        Interpreter.prepare(PlanCodec.decodeScalar(spec.condition().toBytes(), functions), null);
    this.secrets = secrets;
  }

  /// Returns if the condition is true of the request; refuses it otherwise, without saying why:
  /// what was compared is nobody's business.
  void verify(WebhookRequest request, RequestHeaders headers) {
    @Nullable Object[] row = new Object[inputs.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(inputs.get(i), request, headers);
    }
    Object value;
    try {
      value = condition.evaluate(row);
    } catch (DatabaseException | StackOverflowError _) {
      throw refused(400, "error occurred while running validation");
    }
    if (!Boolean.TRUE.equals(value)) {
      throw refused(400, "failed to validate the request");
    }
  }

  private Object value(Input input, WebhookRequest request, RequestHeaders headers) {
    return switch (input) {
      case Input.Body body -> {
        if (!body.isBytes() && !StrictUtf8.isValid(request.body())) {
          throw refused(400, "failed to validate the request: its body is not UTF-8 text");
        }
        yield Slice.of(request.body());
      }
      case Input.Headers all -> headers.map(all.isBytes(), _ -> true);
      case Input.Secret secret -> secret(secret);
      case Input.ReceivedAt _ -> Moments.micros(request.receivedAt());
    };
  }

  private Slice secret(Input.Secret secret) {
    try {
      return Slice.of(secrets.secret(secret.id()));
    } catch (DatabaseException e) {
      if (e.state() == SqlState.UNDEFINED_OBJECT) {
        throw refused(404, "the required auth could not be found");
      }
      throw e;
    }
  }

  private static RefusedException refused(int status, String text) {
    return new RefusedException(WebhookAnswer.refused(status, text), COUNTER);
  }
}
