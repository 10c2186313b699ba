package dev.millrace.dataflow.plan;

import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Joins with any condition in terms of joins on equal keys. With a residual condition c, an outer
/// join's matched rows are the inner join's, and its unmatched rows are those of the side that do
/// not occur among them:
///
/// ```
/// L SEMI R = L SEMI D      D = DISTINCT (columns of L in L JOIN R ON keys AND c), all columns
/// L ANTI R = L ANTI D                                                              null-safe
/// L LEFT R = (L JOIN R)  UNION ALL  (L ANTI D) with NULLs for R
/// ```
public final class JoinLowering {

  private final Plan.Join inner;

  private JoinLowering(Plan.Join inner) {
    this.inner = inner;
  }

  /// What is joined and on what; fields as in [Plan.Join], but `residual` is allowed for all kinds.
  public record JoinRequest(
      Plan left,
      Plan right,
      JoinKind kind,
      List<Integer> leftKeys,
      List<Integer> rightKeys,
      List<Boolean> nullSafe,
      List<Scalar> residual) {}

  /// A plan for the join, with the columns that [Plan.Join] of the kind would have.
  public static Plan lower(JoinRequest request) {
    JoinRequest r = pushed(request);
    if (r.residual.isEmpty() || r.kind == JoinKind.INNER) {
      return new Plan.Join(
          r.left, r.right, r.kind, r.leftKeys, r.rightKeys, r.nullSafe, r.residual);
    }
    return new JoinLowering(
            new Plan.Join(
                r.left, r.right, JoinKind.INNER, r.leftKeys, r.rightKeys, r.nullSafe, r.residual))
        .lower(r.kind);
  }

  private Plan lower(JoinKind kind) {
    return switch (kind) {
      case INNER -> inner;
      case SEMI -> against(JoinKind.SEMI, inner.left(), matchedLeft());
      case ANTI -> against(JoinKind.ANTI, inner.left(), matchedLeft());
      case LEFT -> new Plan.Union(List.of(inner, unmatchedLeft()));
      case RIGHT -> new Plan.Union(List.of(inner, unmatchedRight()));
      case FULL -> new Plan.Union(List.of(inner, unmatchedLeft(), unmatchedRight()));
    };
  }

  /// Conditions over one side only may filter that side where an unmatched row of it is not
  /// returned.
  private static JoinRequest pushed(JoinRequest r) {
    boolean filtersLeft =
        r.kind == JoinKind.INNER || r.kind == JoinKind.RIGHT || r.kind == JoinKind.SEMI;
    boolean filtersRight = r.kind != JoinKind.RIGHT && r.kind != JoinKind.FULL;
    int leftWidth = r.left.types().size();
    List<Scalar> left = new ArrayList<>();
    List<Scalar> right = new ArrayList<>();
    List<Scalar> rest = new ArrayList<>();
    for (Scalar condition : r.residual) {
      var columns = ScalarTrees.columns(condition);
      boolean onlyLeft = columns.nextSetBit(leftWidth) < 0;
      boolean onlyRight = columns.nextSetBit(0) >= leftWidth;
      if (onlyRight && filtersRight) {
        right.add(ScalarTrees.withColumns(condition, c -> c - leftWidth));
      } else if (onlyLeft && !columns.isEmpty() && filtersLeft) {
        left.add(condition);
      } else {
        rest.add(condition);
      }
    }
    return new JoinRequest(
        filtered(r.left, left),
        filtered(r.right, right),
        r.kind,
        r.leftKeys,
        r.rightKeys,
        r.nullSafe,
        rest);
  }

  private static Plan filtered(Plan plan, List<Scalar> filters) {
    return filters.isEmpty()
        ? plan
        : new Plan.Mfp(plan, List.of(), filters, range(0, plan.types().size()));
  }

  private Plan matchedLeft() {
    return new Plan.Distinct(projected(inner, range(0, leftWidth())));
  }

  private Plan matchedRight() {
    return new Plan.Distinct(
        projected(inner, range(leftWidth(), leftWidth() + inner.right().types().size())));
  }

  private Plan unmatchedLeft() {
    Plan rows = against(JoinKind.ANTI, inner.left(), matchedLeft());
    List<SqlType> types = inner.right().types();
    return new Plan.Mfp(rows, nulls(types), List.of(), range(0, leftWidth() + types.size()));
  }

  private Plan unmatchedRight() {
    Plan rows = against(JoinKind.ANTI, inner.right(), matchedRight());
    return nullsBefore(rows, inner.left().types());
  }

  /// The rows with NULLs of the given types before their columns.
  public static Plan nullsBefore(Plan rows, List<SqlType> types) {
    int width = rows.types().size();
    List<Integer> projection = new ArrayList<>(range(width, width + types.size()));
    projection.addAll(range(0, width));
    return new Plan.Mfp(rows, nulls(types), List.of(), projection);
  }

  private static Plan against(JoinKind kind, Plan rows, Plan matched) {
    List<Integer> all = range(0, rows.types().size());
    return new Plan.Join(
        rows, matched, kind, all, all, Collections.nCopies(all.size(), true), List.of());
  }

  private static Plan projected(Plan plan, List<Integer> columns) {
    return new Plan.Mfp(plan, List.of(), List.of(), columns);
  }

  private static List<Scalar> nulls(List<SqlType> types) {
    return types.stream().<Scalar>map(t -> new Scalar.Literal(null, t)).toList();
  }

  private int leftWidth() {
    return inner.left().types().size();
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
