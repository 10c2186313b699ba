package dev.millrace.model.function.system;

import dev.millrace.model.function.Environment;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.Volatility;
import org.jspecify.annotations.Nullable;

/// Functions of sequences; the session and the catalog answer them.
public final class SequenceFunctions {

  private SequenceFunctions() {}

  @Sql(value = "nextval(regclass) -> int8", volatility = Volatility.VOLATILE)
  public static @Nullable Long nextval(Environment e, int sequence) {
    return (Long) e.call("nextval", sequence);
  }

  @Sql(value = "currval(regclass) -> int8", volatility = Volatility.VOLATILE)
  public static @Nullable Long currval(Environment e, int sequence) {
    return (Long) e.call("currval", sequence);
  }

  @Sql(value = "lastval() -> int8", volatility = Volatility.VOLATILE)
  public static @Nullable Long lastval(Environment e) {
    return (Long) e.call("lastval");
  }

  @Sql(value = "setval(regclass, int8) -> int8", volatility = Volatility.VOLATILE)
  public static @Nullable Long setval(Environment e, int sequence, long value) {
    return (Long) e.call("setval", sequence, value, true);
  }

  @Sql(value = "setval(regclass, int8, bool) -> int8", volatility = Volatility.VOLATILE)
  public static @Nullable Long setval(Environment e, int sequence, long value, boolean isCalled) {
    return (Long) e.call("setval", sequence, value, isCalled);
  }

  @Sql("pg_sequence_last_value(regclass) -> int8")
  public static @Nullable Long lastValue(Environment e, int sequence) {
    return (Long) e.call("pg_sequence_last_value", sequence);
  }
}
