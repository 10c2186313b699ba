package dev.millrace.model.function.text;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Quoting, format and the functions that join values of any type.
public final class QuoteFunctions {

  /// PostgreSQL's reserved words: they are quoted though they look like plain names.
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization between bigint binary"
                  + " bit boolean both case cast char character check coalesce collate collation"
                  + " column concurrently constraint create cross current_catalog current_date"
                  + " current_role current_schema current_time current_timestamp current_user dec"
                  + " decimal default deferrable desc distinct do else end except exists extract"
                  + " false fetch float for foreign freeze from full grant greatest group grouping"
                  + " having ilike in initially inner inout int integer intersect interval into is"
                  + " isnull join lateral leading least left like limit localtime localtimestamp"
                  + " national natural nchar none normalize not notnull null nullif numeric offset"
                  + " on only or order out outer overlaps overlay placing position precision"
                  + " primary real references returning right row select session_user setof similar"
                  + " smallint some substring symmetric table tablesample then time timestamp to"
                  + " trailing treat trim true union unique user using values varchar variadic"
                  + " verbose when where window with xmlattributes xmlconcat xmlelement xmlexists"
                  + " xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable")
              .split(" "));

  private QuoteFunctions() {}

  @Sql("quote_ident(text) -> text")
  public static Slice quoteIdentifier(Slice name) {
    String text = name.toUtf8();
    boolean isPlain =
        !text.isEmpty()
            && !RESERVED.contains(text)
            && text.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
            && !Character.isDigit(text.charAt(0));
    return isPlain ? name : Slice.utf8("\"" + text.replace("\"", "\"\"") + "\"");
  }

  @Sql("quote_literal(text) -> text")
  public static Slice quoteLiteral(Slice value) {
    String text = value.toUtf8();
    String quoted = "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    return Slice.utf8(text.indexOf("\\") >= 0 ? "E" + quoted : quoted);
  }

  @Sql("quote_literal(anyelement) -> text")
  public static Slice quoteLiteral(CallTypes types, Object value) {
    return quoteLiteral(TextFormat.toSlice(types.arguments().getFirst(), value));
  }

  @Sql(value = "quote_nullable(text) -> text", strict = false)
  public static Slice quoteNullable(@Nullable Slice value) {
    return value == null ? Slice.utf8("NULL") : quoteLiteral(value);
  }

  @Sql(value = "quote_nullable(anyelement) -> text", strict = false)
  public static Slice quoteNullable(CallTypes types, @Nullable Object value) {
    return value == null ? Slice.utf8("NULL") : quoteLiteral(types, value);
  }

  @Sql(value = "concat(variadic any) -> text", strict = false)
  public static Slice concat(CallTypes types, @Nullable Object[] values) {
    return join(types, 0, "", values);
  }

  @Sql(value = "concat_ws(text, variadic any) -> text", strict = false)
  public static @Nullable Slice concat(
      CallTypes types, @Nullable Slice separator, @Nullable Object[] values) {
    return separator == null ? null : join(types, 1, separator.toUtf8(), values);
  }

  private static Slice join(
      CallTypes types, int first, String separator, @Nullable Object[] values) {
    StringBuilder out = new StringBuilder();
    boolean isFirst = true;
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value != null) {
        out.append(isFirst ? "" : separator);
        TextFormat.append(types.arguments().get(first + i), value, out);
        isFirst = false;
      }
    }
    return Slice.utf8(out.toString());
  }

  @Sql({"||(text, anynonarray) -> text"})
  public static Slice append(CallTypes types, Slice left, Object right) {
    return Utf8.concat(left, castToText(types.arguments().get(1), right));
  }

  @Sql({"||(anynonarray, text) -> text"})
  public static Slice append(CallTypes types, Object left, Slice right) {
    return Utf8.concat(castToText(types.arguments().getFirst(), left), right);
  }

  /// A boolean's cast to text is a whole word, unlike its output.
  private static Slice castToText(SqlType type, Object value) {
    return value instanceof Boolean b ? Slice.utf8(b.toString()) : TextFormat.toSlice(type, value);
  }

  @Sql(value = "format(text, variadic any) -> text", strict = false)
  public static @Nullable Slice format(
      CallTypes types, @Nullable Slice template, @Nullable Object[] values) {
    return template == null ? null : new Format(types, template.toUtf8(), values).run();
  }

  @Sql("format(text) -> text")
  public static @Nullable Slice format(CallTypes types, Slice template) {
    return new Format(types, template.toUtf8(), new Object[0]).run();
  }

  /// One run of `format`: `%[n$][-][width]{s|I|L|%}`.
  private static final class Format {
    private final CallTypes types;
    private final String template;
    private final @Nullable Object[] values;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next;

    Format(CallTypes types, String template, @Nullable Object[] values) {
      this.types = types;
      this.template = template;
      this.values = values;
    }

    Slice run() {
      while (at < template.length()) {
        char c = template.charAt(at++);
        if (c != '%') {
          out.append(c);
        } else if (at < template.length() && template.charAt(at) == '%') {
          out.append('%');
          at++;
        } else {
          specifier();
        }
      }
      return Slice.utf8(out.toString());
    }

    private void specifier() {
      int number = number();
      if (number >= 0 && at < template.length() && template.charAt(at) == '$') {
        if (number == 0) {
          throw invalid("format specifies argument 0, but arguments are numbered from 1");
        }
        next = number - 1;
        number = -1;
        at++;
      }
      boolean isLeft = number < 0 && at < template.length() && template.charAt(at) == '-';
      if (isLeft) {
        at++;
      }
      int width = number >= 0 ? number : number();
      if (at < template.length() && template.charAt(at) == '*') {
        at++;
        width = Integer.parseInt(argument() instanceof Object o ? o.toString() : "0");
        isLeft |= width < 0;
        width = Math.abs(width);
      }
      if (at == template.length()) {
        throw invalid("unterminated format() type specifier")
            .withHint("For a single \"%\" use \"%%\".");
      }
      char kind = template.charAt(at++);
      if ("sIL".indexOf(kind) < 0) {
        throw invalid("unrecognized format() type specifier \"" + kind + "\"")
            .withHint("For a single \"%\" use \"%%\".");
      }
      String text = text(kind);
      int pad = Math.max(width - text.codePointCount(0, text.length()), 0);
      out.repeat(' ', isLeft ? 0 : pad).append(text).repeat(' ', isLeft ? pad : 0);
    }

    private String text(char kind) {
      int index = next;
      Object value = argument();
      if (value == null) {
        if (kind == 'I') {
          throw new DatabaseException(
              SqlState.NULL_VALUE_NOT_ALLOWED,
              "null values cannot be formatted as an SQL identifier");
        }
        return kind == 'L' ? "NULL" : "";
      }
      SqlType type = types.arguments().get(index + 1);
      Slice text = TextFormat.toSlice(type, value);
      return switch (kind) {
        case 'I' -> quoteIdentifier(text).toUtf8();
        case 'L' -> quoteLiteral(text).toUtf8();
        default -> text.toUtf8();
      };
    }

    private @Nullable Object argument() {
      if (next >= values.length) {
        throw invalid("too few arguments for format()");
      }
      return values[next++];
    }

    private int number() {
      int start = at;
      while (at < template.length() && Character.isDigit(template.charAt(at))) {
        at++;
      }
      return at == start || at - start > 8 ? -1 : Integer.parseInt(template.substring(start, at));
    }

    private static DatabaseException invalid(String message) {
      return new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, message);
    }
  }
}
