package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.InternalNames;
import dev.millrace.model.function.aggregate.OrderedSets;
import dev.millrace.sql.bind.expression.OrderBinder.Item;
import dev.millrace.sql.logical.AggregateBinding.Term;
import dev.millrace.sql.parse.node.FunctionCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

/// Calls whose arguments are written otherwise than one after the other: `VARIADIC array[…]`,
/// `WITHIN GROUP (ORDER BY …)`, `normalize(text, NFC)`. Pure functions of the syntax.
final class CallShapes {

  private static final Set<String> NORMAL_FORMS = Set.of("nfc", "nfd", "nfkc", "nfkd");

  /// Functions that take their last arguments as an array under another name, with the ending.
  private static final Set<String> TAKE_ARRAYS =
      Set.of(
          "concat",
          "concat_ws",
          "format",
          "json_build_array",
          "json_build_object",
          "json_extract_path",
          "json_extract_path_text",
          "jsonb_build_array",
          "jsonb_build_object",
          "jsonb_extract_path",
          "jsonb_extract_path_text",
          "num_nonnulls",
          "num_nulls");

  private CallShapes() {}

  /// The same call with its arguments one after the other.
  static FunctionCall plain(FunctionCall call) {
    String name = call.name().names.getLast();
    if (call.isVariadic()) {
      return variadic(call);
    }
    if (name.equals("make_interval")
        || call.arguments().stream().anyMatch(NamedArguments::isNamed)) {
      return NamedArguments.placed(call);
    }
    boolean hasForm = name.equals("normalize") && call.arguments().size() == 2;
    if (hasForm && call.arguments().get(1) instanceof SqlIdentifier form && form.isSimple()) {
      String word = form.getSimple().toLowerCase(Locale.ROOT);
      if (NORMAL_FORMS.contains(word)) {
        SqlNode text = SqlLiteral.createCharString(word, form.getParserPosition());
        return FunctionCall.of(name, call.getParserPosition(), call.arguments().get(0), text);
      }
    }
    return call;
  }

  /// The elements of an array constructor stand for so many arguments; any other array goes to a
  /// function that takes one.
  private static FunctionCall variadic(FunctionCall call) {
    String name = call.name().names.getLast();
    List<SqlNode> arguments = new ArrayList<>(call.arguments());
    SqlNode last = arguments.getLast();
    if (last.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR && last instanceof SqlCall array) {
      arguments.removeLast();
      arguments.addAll(array.getOperandList());
    } else if (TAKE_ARRAYS.contains(name)) {
      name += InternalNames.VARIADIC;
    } else {
      throw DatabaseException.notSupported("VARIADIC in a call of " + name, position(last));
    }
    return FunctionCall.of(name, call.getParserPosition(), arguments.toArray(new SqlNode[0]));
  }

  /// A call without arguments in the place of another.
  static FunctionCall call(String name, FunctionCall place) {
    return FunctionCall.of(name, place.getParserPosition());
  }

  /// The items of WITHIN GROUP.
  static List<Item> withinGroup(FunctionCall call) {
    List<Item> items = new ArrayList<>();
    for (SqlNode item : call.withinGroup()) {
      items.add(Item.of(item));
    }
    return items;
  }

  /// Refuses WITHIN GROUP where it does not belong, and its absence where it does.
  static void checkOrderedSet(FunctionCall call, String name, int at) {
    boolean isOrderedSet = OrderedSets.contains(name);
    boolean hasOrder = !call.withinGroup().isEmpty();
    if (isOrderedSet && !hasOrder) {
      throw DatabaseException.at(
          at,
          SqlState.WRONG_OBJECT_TYPE,
          "WITHIN GROUP is required for ordered-set aggregate " + name);
    }
    if (!isOrderedSet && hasOrder) {
      throw DatabaseException.at(
          at,
          SqlState.WRONG_OBJECT_TYPE,
          name + " is not an ordered-set aggregate, so it cannot have WITHIN GROUP");
    }
    if (hasOrder && call.isDistinct()) {
      throw DatabaseException.at(
          at, SqlState.SYNTAX_ERROR, "cannot use DISTINCT with WITHIN GROUP");
    }
  }

  /// WITHIN GROUP after what is no aggregate.
  static void refuseWithinGroup(FunctionCall call, String name, int at) {
    if (call.withinGroup().isEmpty()) {
      return;
    }
    throw DatabaseException.at(
        at,
        SqlState.WRONG_OBJECT_TYPE,
        "WITHIN GROUP specified, but " + name + " is not an aggregate function");
  }

  /// The order of an ordered-set aggregate's rows: by its last arguments, as it takes them.
  static List<Term> order(List<Item> items, List<Scalar> arguments) {
    List<Term> terms = new ArrayList<>();
    int first = arguments.size() - items.size();
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      terms.add(new Term(arguments.get(first + i), item.isDescending(), item.isNullsFirst()));
    }
    return terms;
  }
}
