package dev.millrace.sql.bind.query;

import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Aggregate;
import dev.millrace.sql.logical.Rel.Apply;
import dev.millrace.sql.logical.Rel.AtMostOne;
import dev.millrace.sql.logical.Rel.Join;
import dev.millrace.sql.logical.Rel.SetOperation;
import dev.millrace.sql.logical.Rel.Variable;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/// The recursive term of WITH RECURSIVE, and where in it PostgreSQL lets it name itself.
///
/// @param node as written
/// @param rel as bound
/// @param recursion whose variable stands for the name
record RecursiveTerm(SqlNode node, Rel rel, int recursion) {

  static RecursiveTerm of(SqlNode node, Rel rel, int recursion) {
    return new RecursiveTerm(node, rel, recursion);
  }

  /// What is wrong with it: where the name must not appear, or a whole sentence.
  Optional<String> fault(String name) {
    if (namesDirectly(node, name) && isAggregated(rel)) {
      return Optional.of(
          "aggregate functions are not allowed in a recursive query's recursive term");
    }
    return Optional.ofNullable(place(rel));
  }

  /// The select list of a query; null if it has none.
  static @Nullable SqlNodeList items(SqlNode query) {
    return query instanceof SqlSelect select ? select.getSelectList() : null;
  }

  private @Nullable String place(Rel rel) {
    if (!uses(rel)) {
      return null;
    }
    boolean isLeft = !rel.inputs().isEmpty() && uses(rel.inputs().getFirst());
    switch (rel) {
      case Join join -> {
        boolean isBad =
            switch (join.kind()) {
              case INNER -> false;
              case LEFT, SEMI, ANTI -> !isLeft;
              case RIGHT -> isLeft;
              case FULL -> true;
            };
        if (isBad) {
          return join.kind().returnsRight() ? "within an outer join" : "within a subquery";
        }
      }
      case Apply apply -> {
        if (!isLeft && !apply.kind().returnsRight()) {
          return "within a subquery";
        }
        if (!isLeft && apply.kind() != dev.millrace.dataflow.plan.JoinKind.INNER) {
          boolean isScalar = apply.right() instanceof AtMostOne || isAggregated(apply.right());
          return isScalar ? "within a subquery" : "within an outer join";
        }
      }
      case SetOperation operation -> {
        switch (operation.operator()) {
          case EXCEPT_ALL -> {
            return "within EXCEPT";
          }
          case EXCEPT -> {
            if (!isLeft) {
              return "within EXCEPT";
            }
          }
          case INTERSECT_ALL -> {
            return "within INTERSECT";
          }
          case INTERSECT -> {}
        }
      }
      default -> {}
    }
    for (Rel input : rel.inputs()) {
      String place = place(input);
      if (place != null) {
        return place;
      }
    }
    return null;
  }

  private boolean uses(Rel rel) {
    return rel instanceof Variable variable
        ? variable.recursion() == recursion
        : rel.inputs().stream().anyMatch(this::uses);
  }

  /// True if the query itself, not one inside it, groups.
  private static boolean isAggregated(Rel rel) {
    return switch (rel) {
      case Aggregate _ -> true;
      case Rel.Extend e -> isAggregated(e.input());
      case Rel.Filter f -> isAggregated(f.input());
      case Rel.Distinct d -> isAggregated(d.input());
      case Rel.TopK t -> isAggregated(t.input());
      default -> false;
    };
  }

  /// True if FROM has the name itself among its items.
  private static boolean namesDirectly(@Nullable SqlNode node, String name) {
    return switch (node) {
      case null -> false;
      case SqlSelect select -> namesDirectly(select.getFrom(), name);
      case SqlJoin join ->
          namesDirectly(join.getLeft(), name) || namesDirectly(join.getRight(), name);
      case SqlIdentifier identifier ->
          identifier.names.size() == 1 && identifier.names.getFirst().equals(name);
      case SqlBasicCall call when call.getKind() == SqlKind.AS ->
          !(call.operand(0) instanceof SqlSelect) && namesDirectly(call.operand(0), name);
      default -> false;
    };
  }
}
