package dev.millrace.sql.catalog;

import dev.millrace.dataflow.port.Retention;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Slice;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What RETAIN says: FOREVER, NONE, an interval or a size. A source's specification holds it as
/// `FOREVER`, `NONE`, `n ms` or `n bytes`.
public final class RetainText {

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15})\\s*(bytes|b|kb|mb|gb|tb)", Pattern.CASE_INSENSITIVE);

  private static final long MILLIS_PER_DAY = 86_400_000;

  private RetainText() {}

  /// As it is stored; fails with 22023 if it is none of these.
  public static String canonical(String written) {
    String text = written.strip();
    String upper = text.toUpperCase(Locale.ROOT);
    if (upper.equals("FOREVER") || upper.equals("NONE")) {
      return upper;
    }
    try {
      Matcher size = SIZE.matcher(text);
      long amount = size.matches() ? bytes(size) : millis(text);
      if (amount > 0) {
        return amount + (size.matches() ? " bytes" : " ms");
      }
    } catch (DatabaseException | ArithmeticException _) {
      // Neither a size nor an interval that can be counted: said below.
    }
    throw new DatabaseException(
            SqlState.INVALID_PARAMETER_VALUE, "invalid RETAIN: \"" + written + "\"")
        .withHint("RETAIN takes FOREVER, NONE, or FOR an interval or a size: '30 days', '10 GB'.");
  }

  private static long bytes(Matcher size) {
    int shift =
        switch (size.group(2).toLowerCase(Locale.ROOT)) {
          case "kb" -> 10;
          case "mb" -> 20;
          case "gb" -> 30;
          case "tb" -> 40;
          default -> 0;
        };
    return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << shift);
  }

  private static long millis(String text) {
    Interval interval = Interval.of((Slice) TextFormat.parse(ScalarType.of(TypeId.INTERVAL), text));
    long days = Math.addExact(interval.days(), (long) interval.months() * Interval.DAYS_PER_MONTH);
    return Math.addExact(Math.multiplyExact(days, MILLIS_PER_DAY), interval.micros() / 1000);
  }

  /// What a log keeps.
  public static Retention retention(@Nullable String canonical) {
    if (canonical == null || canonical.equals("FOREVER") || canonical.equals("NONE")) {
      return Retention.FOREVER;
    }
    int blank = canonical.indexOf(' ');
    long amount = Long.parseLong(canonical.substring(0, blank));
    return canonical.endsWith(" ms")
        ? new Retention(amount, Long.MAX_VALUE)
        : new Retention(Long.MAX_VALUE, amount);
  }
}
