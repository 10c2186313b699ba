package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.parse.node.FunctionCall;
import dev.millrace.sql.parse.node.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Arguments by name, for the functions whose parameters have names in PostgreSQL.
final class NamedArguments {

  private static final String PATH = "target path vars={} silent=false";

  /// Parameters in order: a name, and a default behind `=`. One with `?` may be left out at the
  /// end, which means another function of the name.
  private static final Map<String, List<Parameter>> FUNCTIONS =
      Map.ofEntries(
          entry("make_date", "year month day"),
          entry("make_interval", "years=0 months=0 weeks=0 days=0 hours=0 mins=0 secs=0"),
          entry("make_time", "hour min sec"),
          entry("make_timestamp", "year month mday hour min sec"),
          entry("make_timestamptz", "year month mday hour min sec timezone?"),
          entry("jsonb_insert", "jsonb_in path replacement insert_after=false"),
          entry("jsonb_set", "jsonb_in path replacement create_if_missing=true"),
          entry(
              "jsonb_set_lax",
              "jsonb_in path replacement create_if_missing=true"
                  + " null_value_treatment=use_json_null"),
          entry("jsonb_path_exists", PATH),
          entry("jsonb_path_match", PATH),
          entry("jsonb_path_query", PATH),
          entry("jsonb_path_query_array", PATH),
          entry("jsonb_path_query_first", PATH),
          entry("parse_ident", "str strict=true"));

  private record Parameter(String name, @Nullable String standard, boolean isOptional) {}

  private NamedArguments() {}

  private static Map.Entry<String, List<Parameter>> entry(String function, String parameters) {
    List<Parameter> all = new ArrayList<>();
    for (String word : parameters.split(" ")) {
      int equals = word.indexOf('=');
      boolean isOptional = word.endsWith("?");
      int end = equals >= 0 ? equals : isOptional ? word.length() - 1 : word.length();
      String standard = equals >= 0 ? word.substring(equals + 1) : null;
      all.add(new Parameter(word.substring(0, end), standard, isOptional || equals >= 0));
    }
    return Map.entry(function, List.copyOf(all));
  }

  /// True if the argument is written `name => value`.
  static boolean isNamed(SqlNode argument) {
    return argument instanceof SqlBasicCall call && call.getOperator() == Shapes.NAMED;
  }

  /// The call with every argument in its place, if the function has such parameters. Only
  /// `make_interval` has no signature with less than all of them.
  static FunctionCall placed(FunctionCall call) {
    String name = call.name().names.getLast();
    boolean isInterval = name.equals("make_interval");
    List<Parameter> parameters = FUNCTIONS.get(name);
    boolean isPlain = !isInterval && call.arguments().stream().noneMatch(NamedArguments::isNamed);
    if (isPlain || parameters == null || call.arguments().size() > parameters.size()) {
      return call;
    }
    @Nullable SqlNode[] places = new SqlNode[parameters.size()];
    if (!place(call.arguments(), parameters, places)) {
      return call;
    }
    List<SqlNode> arguments = new ArrayList<>();
    int last = places.length;
    while (!isInterval && places[last - 1] == null && parameters.get(last - 1).isOptional) {
      last--;
    }
    for (int i = 0; i < last; i++) {
      SqlNode given = places[i];
      String standard = parameters.get(i).standard;
      if (given == null && standard == null) {
        return call;
      }
      arguments.add(
          given == null
              ? literal(Objects.requireNonNull(standard), call.getParserPosition())
              : given);
    }
    return FunctionCall.of(name, call.getParserPosition(), arguments.toArray(new SqlNode[0]));
  }

  /// False if a name is none of the parameters'.
  private static boolean place(
      List<SqlNode> arguments, List<Parameter> parameters, @Nullable SqlNode[] places) {
    boolean wasNamed = false;
    for (int i = 0; i < arguments.size(); i++) {
      SqlNode argument = arguments.get(i);
      int place = i;
      if (isNamed(argument)) {
        wasNamed = true;
        SqlBasicCall named = (SqlBasicCall) argument;
        place = place(parameters, ((SqlIdentifier) named.operand(0)).names.getLast());
        argument = named.operand(1);
      } else if (wasNamed) {
        throw DatabaseException.at(
            position(argument),
            SqlState.SYNTAX_ERROR,
            "positional argument cannot follow named argument");
      }
      if (place < 0 || places[place] != null) {
        return false;
      }
      places[place] = argument;
    }
    return true;
  }

  private static int place(List<Parameter> parameters, String name) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name.equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static SqlNode literal(String text, SqlParserPos position) {
    return switch (text) {
      case "0" -> SqlLiteral.createExactNumeric(text, position);
      case "true", "false" -> SqlLiteral.createBoolean(text.equals("true"), position);
      default -> SqlLiteral.createCharString(text, position);
    };
  }
}
