package dev.millrace.sql.execute;

import dev.millrace.sql.port.ResultSink;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of a statement.
///
/// @param parameters boxed values, null for SQL NULL
/// @param sink for COPY data only; rows are returned
public record Run(
    Frame frame, List<@Nullable Object> parameters, WriteBuffer writes, ResultSink sink) {

  public Run {
    parameters = Collections.unmodifiableList(new java.util.ArrayList<>(parameters));
  }
}
