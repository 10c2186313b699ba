package dev.millrace.server.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Random queries as text that PostgreSQL and we both accept and that cannot fail: joins of all
/// kinds, correlated sub-queries, grouping, windows, recursion, set operations. Three types: int,
/// text and boolean.
public final class RandomQueries {

  /// A type of expressions.
  public enum Kind {
    INT,
    TEXT,
    BOOL
  }

  /// A column in scope.
  private record Column(String name, Kind kind) {}

  /// A table to select from.
  public record Table(String name, List<String> columns, List<Kind> kinds) {}

  /// Between a query and the order of its result.
  private static final String ORDERED = ") q order by ";

  private final Random random;
  private final List<Table> tables;
  private int aliases;

  public RandomQueries(Random random, List<Table> tables) {
    this.random = random;
    this.tables = tables;
  }

  /// A whole query; sometimes with ORDER BY over all columns and LIMIT.
  public String query() {
    List<Kind> kinds = kinds(1 + random.nextInt(3));
    String query = body(kinds, List.of(), 2);
    if (random.nextInt(4) == 0) {
      String all =
          IntStream.rangeClosed(1, kinds.size())
              .mapToObj(i -> i + pick("", " desc", " asc", " nulls first", " desc nulls last"))
              .collect(Collectors.joining(", "));
      query = "select * from (" + query + ORDERED + all;
      boolean isLimited = random.nextBoolean();
      boolean withTies = random.nextInt(3) == 0;
      query += isLimited && !withTies ? " limit " + random.nextInt(4) : "";
      query += random.nextInt(3) == 0 ? " offset " + random.nextInt(3) : "";
      query += isLimited && withTies ? " fetch first 2 rows with ties" : "";
    }
    return query;
  }

  /// True if the rows of a query come in an order. Windows order their own rows only.
  public static boolean isOrdered(String query) {
    return query.contains(ORDERED);
  }

  private List<Kind> kinds(int count) {
    return IntStream.range(0, count).mapToObj(_ -> pick(Kind.values())).toList();
  }

  /// A query with columns of the given kinds, that may refer to the outer columns.
  private String body(List<Kind> kinds, List<Column> outer, int depth) {
    if (depth > 0 && random.nextInt(8) == 0) {
      String operator =
          pick("union", "union all", "except", "except all", "intersect", "intersect all");
      return "("
          + body(kinds, outer, depth - 1)
          + ") "
          + operator
          + " ("
          + body(kinds, outer, depth - 1)
          + ")";
    }
    if (depth > 0 && random.nextInt(8) == 0) {
      String name = "c" + aliases++;
      String columns =
          IntStream.range(0, kinds.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
      return "with "
          + name
          + "("
          + columns
          + ") as ("
          + body(kinds, outer, depth - 1)
          + ") select "
          + columns
          + " from "
          + name;
    }
    if (depth > 0 && outer.isEmpty() && random.nextInt(10) == 0) {
      return recursive(kinds, depth);
    }
    return select(kinds, outer, depth);
  }

  /// Counts up to a bound, so that it ends.
  private String recursive(List<Kind> kinds, int depth) {
    String name = "c" + aliases++;
    List<Kind> all = new ArrayList<>(List.of(Kind.INT));
    all.addAll(kinds);
    List<Column> own = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      own.add(new Column(name + ".k" + i, all.get(i)));
    }
    String columns =
        IntStream.range(0, all.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    List<Column> visible = new ArrayList<>(own);
    String from = " from " + name;
    if (random.nextInt(3) > 0) {
      List<Column> joined = new ArrayList<>();
      from += ", " + source(joined, List.of(), 0);
      visible.addAll(joined);
    }
    String items =
        kinds.stream().map(k -> ", " + scalar(k, visible, 0, 2)).collect(Collectors.joining());
    String next = pick("select ", "select ", "select distinct ") + name + ".k0 + 1" + items + from;
    next += " where " + name + ".k0 < 3";
    next += random.nextInt(3) == 0 ? " and " + scalar(Kind.BOOL, visible, 0, 1) : "";
    return "with recursive "
        + name
        + "("
        + columns
        + ") as (("
        + body(all, List.of(), depth - 1)
        + ")"
        + pick(" union ", " union all ")
        + next
        + ") select "
        + columns.substring(4)
        + " from "
        + name
        + pick("", " where k0 > 0");
  }

  private String select(List<Kind> kinds, List<Column> outer, int depth) {
    List<Column> scope = new ArrayList<>();
    String from = from(scope, outer, depth);
    List<Column> visible = new ArrayList<>(scope);
    visible.addAll(outer);
    String where = random.nextInt(3) == 0 ? "" : " where " + scalar(Kind.BOOL, visible, depth, 2);
    return switch (random.nextInt(6)) {
      case 0 -> grouped(kinds, scope, visible, from + where);
      case 1 -> aggregated(kinds, visible, from + where);
      case 2 -> {
        String items =
            kinds.stream().map(k -> window(k, scope, visible)).collect(Collectors.joining(", "));
        yield "select " + items + from + where;
      }
      default -> {
        String items =
            kinds.stream().map(k -> scalar(k, visible, depth, 2)).collect(Collectors.joining(", "));
        yield "select " + (random.nextInt(4) == 0 ? "distinct " : "") + items + from + where;
      }
    };
  }

  /// A window function over rows in an order that tells all of them apart, or one whose value does
  /// not depend on the order of rows that sort equal.
  private String window(Kind kind, List<Column> scope, List<Column> visible) {
    String argument = scalar(kind, visible, 0, 1);
    String partition = random.nextBoolean() ? "partition by " + pick(scope).name + " " : "";
    String total =
        "order by "
            + scope.stream()
                .map(c -> c.name + pick("", " desc", " nulls first"))
                .collect(Collectors.joining(", "));
    Column one = pick(scope);
    String some = "order by " + one.name + pick("", " desc", " nulls first", " desc nulls last");
    String peers = pick("range ", "groups ") + pick("unbounded preceding", "current row");
    String steps = pick("rows ", "groups ") + "between " + ends() + pick("", exclusion());
    String distance =
        one.kind == Kind.INT ? "range between " + ends() + pick("", exclusion()) : peers;
    String any = total + " " + steps;
    String over = " over (" + partition;
    return switch (random.nextInt(kind == Kind.INT ? 6 : 2)) {
      case 0 ->
          pick("first_value(", "last_value(") + argument + ")" + over + pick(any, total) + ")";
      case 1 -> pick("lag(", "lead(") + argument + pick("", ", 2") + ")" + over + total + ")";
      case 2 -> "(" + pick("rank()", "dense_rank()") + over + some + "))::int";
      case 3 ->
          "coalesce(sum(" + argument + ")" + over + pick(some + " " + distance, any) + "), 0)";
      case 4 -> "count(" + argument + ")" + over + pick(some + " " + peers, any) + ")";
      default -> pick("min(", "max(") + argument + ")" + over + some + " " + distance + ")";
    };
  }

  private String ends() {
    return pick(
        "unbounded preceding and current row",
        "unbounded preceding and 1 following",
        "1 preceding and current row",
        "1 preceding and 1 following",
        "1 following and 2 following",
        "2 preceding and 1 preceding",
        "current row and unbounded following",
        "1 following and unbounded following",
        "unbounded preceding and unbounded following");
  }

  private String exclusion() {
    return pick(" exclude current row", " exclude group", " exclude ties");
  }

  private String grouped(List<Kind> kinds, List<Column> scope, List<Column> visible, String rest) {
    List<Column> keys = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      keys.add(pick(scope));
    }
    String items =
        kinds.stream()
            .map(k -> random.nextInt(3) == 0 ? scalar(k, keys, 0, 1) : aggregate(k, visible))
            .collect(Collectors.joining(", "));
    String having =
        random.nextInt(3) == 0
            ? " having " + aggregate(Kind.INT, visible) + pick(" > ", " <= ", " <> ") + "1"
            : "";
    String by = keys.stream().map(Column::name).distinct().collect(Collectors.joining(", "));
    if (random.nextInt(4) == 0) {
      by = pick("rollup (" + by + ")", "cube (" + by + ")", "grouping sets ((" + by + "), ())");
    }
    return "select " + items + rest + " group by " + by + having;
  }

  private String aggregated(List<Kind> kinds, List<Column> visible, String rest) {
    return "select "
        + kinds.stream().map(k -> aggregate(k, visible)).collect(Collectors.joining(", "))
        + rest;
  }

  private String aggregate(Kind kind, List<Column> visible) {
    String filter =
        random.nextInt(6) == 0 ? " filter (where " + scalar(Kind.BOOL, visible, 0, 1) + ")" : "";
    String distinct = random.nextInt(5) == 0 ? "distinct " : "";
    String argument = distinct + scalar(kind, visible, 0, 1);
    return switch (kind) {
      case INT ->
          switch (random.nextInt(4)) {
            case 0 -> "count(*)" + filter;
            case 1 -> "count(" + distinct + scalar(pick(Kind.values()), visible, 0, 1) + ")";
            case 2 -> "sum(" + argument + ")" + filter;
            default -> pick("min", "max") + "(" + argument + ")" + filter;
          };
      case TEXT -> pick("min", "max") + "(" + argument + ")" + filter;
      case BOOL -> pick("bool_and", "bool_or") + "(" + argument + ")" + filter;
    };
  }

  private String from(List<Column> scope, List<Column> outer, int depth) {
    StringBuilder from = new StringBuilder(" from ");
    from.append(source(scope, outer, depth));
    int item = 0;
    for (int i = random.nextInt(3); i > 0; i--) {
      if (random.nextInt(5) == 0) {
        item = scope.size();
        from.append(", ").append(source(scope, outer, 0));
        continue;
      }
      if (depth > 0 && random.nextInt(6) == 0) {
        from.append(lateral(scope, outer, depth));
        continue;
      }
      List<Column> right = new ArrayList<>();
      String join = pick(" join ", " left join ", " right join ", " full join ", " left join ");
      String source = source(right, outer, 0);
      // ON sees the columns of its own comma-separated item only
      List<Column> before = List.copyOf(scope.subList(item, scope.size()));
      List<Column> both = new ArrayList<>(before);
      both.addAll(right);
      scope.addAll(right);
      from.append(join).append(source).append(" on ");
      from.append(condition(before, right, both, join.contains("full")));
    }
    return from.toString();
  }

  private String condition(
      List<Column> left, List<Column> right, List<Column> both, boolean isFull) {
    Column l = pick(left);
    List<Column> same = right.stream().filter(r -> r.kind == l.kind).toList();
    if (isFull || (!same.isEmpty() && random.nextInt(4) > 0)) {
      // PostgreSQL refuses a FULL JOIN on anything but equalities
      String equality = same.isEmpty() ? "true" : l.name + " = " + pick(same).name;
      return isFull || random.nextInt(3) > 0
          ? equality
          : equality + " and " + scalar(Kind.BOOL, both, 0, 1);
    }
    return scalar(Kind.BOOL, both, 0, 1);
  }

  private String source(List<Column> scope, List<Column> outer, int depth) {
    String alias = "a" + aliases++;
    if (depth > 0 && random.nextInt(4) == 0) {
      List<Kind> kinds = kinds(1 + random.nextInt(2));
      String names =
          IntStream.range(0, kinds.size()).mapToObj(i -> "x" + i).collect(Collectors.joining(", "));
      for (int i = 0; i < kinds.size(); i++) {
        scope.add(new Column(alias + ".x" + i, kinds.get(i)));
      }
      return "(" + body(kinds, outer, depth - 1) + ") " + alias + "(" + names + ")";
    }
    Table table = tables.get(random.nextInt(tables.size()));
    for (int i = 0; i < table.columns.size(); i++) {
      scope.add(new Column(alias + "." + table.columns.get(i), table.kinds.get(i)));
    }
    return table.name + " " + alias;
  }

  private String lateral(List<Column> scope, List<Column> outer, int depth) {
    String alias = "a" + aliases++;
    List<Kind> kinds = kinds(1);
    List<Column> visible = new ArrayList<>(scope);
    visible.addAll(outer);
    String body = select(kinds, visible, depth - 1);
    scope.add(new Column(alias + ".x0", kinds.getFirst()));
    return pick(" cross join lateral (", " left join lateral (")
        .transform(join ->
            join + body + ") " + alias + "(x0)" + (join.contains("left") ? " on true" : ""));
  }

  /// An expression of the kind over the columns; sub-queries while `depth` lasts.
  private String scalar(Kind kind, List<Column> columns, int depth, int size) {
    if (size == 0) {
      return leaf(kind, columns);
    }
    if (depth > 0 && random.nextInt(7) == 0) {
      return "(" + single(kind, columns, depth - 1) + ")";
    }
    return switch (kind) {
      case INT ->
          switch (random.nextInt(5)) {
            case 0 ->
                "("
                    + scalar(kind, columns, depth, size - 1)
                    + pick(" + ", " - ")
                    + leaf(kind, columns)
                    + ")";
            case 1 -> "length(" + scalar(Kind.TEXT, columns, depth, size - 1) + ")";
            case 2 ->
                "coalesce("
                    + leaf(kind, columns)
                    + ", "
                    + scalar(kind, columns, depth, size - 1)
                    + ")";
            case 3 -> choice(kind, columns, depth, size);
            default -> leaf(kind, columns);
          };
      case TEXT ->
          switch (random.nextInt(5)) {
            case 0 ->
                "(" + leaf(kind, columns) + " || " + scalar(kind, columns, depth, size - 1) + ")";
            case 1 -> pick("upper(", "lower(") + scalar(kind, columns, depth, size - 1) + ")";
            case 2 -> choice(kind, columns, depth, size);
            case 3 -> "nullif(" + leaf(kind, columns) + ", " + leaf(kind, columns) + ")";
            default -> leaf(kind, columns);
          };
      case BOOL -> condition(columns, depth, size);
    };
  }

  private String choice(Kind kind, List<Column> columns, int depth, int size) {
    return "case when "
        + scalar(Kind.BOOL, columns, depth, size - 1)
        + " then "
        + leaf(kind, columns)
        + (random.nextBoolean() ? " else " + leaf(kind, columns) : "")
        + " end";
  }

  private String condition(List<Column> columns, int depth, int size) {
    if (depth > 0 && random.nextInt(3) == 0) {
      return subqueryCondition(columns, depth);
    }
    Kind kind = pick(Kind.INT, Kind.INT, Kind.TEXT);
    String left = scalar(kind, columns, depth, size - 1);
    String right = scalar(kind, columns, depth, size - 1);
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> "(" + left + pick(" = ", " <> ", " < ", " >= ") + right + ")";
      case 3 -> "(" + left + pick(" is null", " is not null") + ")";
      case 4 -> "(" + left + pick(" is distinct from ", " is not distinct from ") + right + ")";
      case 5 ->
          "("
              + scalar(Kind.BOOL, columns, depth, size - 1)
              + pick(" and ", " or ")
              + scalar(Kind.BOOL, columns, depth, size - 1)
              + ")";
      case 6 -> "(not " + scalar(Kind.BOOL, columns, depth, size - 1) + ")";
      case 7 ->
          "("
              + left
              + pick(" in (", " not in (")
              + leaf(kind, columns)
              + ", "
              + leaf(kind, columns)
              + "))";
      default ->
          "("
              + scalar(Kind.INT, columns, depth, size - 1)
              + " between 0 and "
              + leaf(Kind.INT, columns)
              + ")";
    };
  }

  private String subqueryCondition(List<Column> columns, int depth) {
    Kind kind = pick(Kind.values());
    if (random.nextInt(6) == 0) {
      String rows = body(List.of(kind, Kind.INT), columns, depth - 1);
      String row = scalar(kind, columns, 0, 1) + ", " + leaf(Kind.INT, columns);
      return "((" + row + ")" + pick(" in (", " not in (") + rows + "))";
    }
    String body = body(List.of(kind), columns, depth - 1);
    String left = scalar(kind, columns, 0, 1);
    return switch (random.nextInt(5)) {
      case 0 -> "exists (" + body + ")";
      case 1 -> "not exists (" + body + ")";
      case 2 -> "(" + left + " in (" + body + "))";
      case 3 -> "(" + left + " not in (" + body + "))";
      default -> "(" + left + pick(" = any (", " <> all (", " < any (", " >= all (") + body + "))";
    };
  }

  /// A query of one row and one column.
  private String single(Kind kind, List<Column> outer, int depth) {
    List<Column> scope = new ArrayList<>();
    String from = from(scope, outer, depth);
    List<Column> visible = new ArrayList<>(scope);
    visible.addAll(outer);
    String where = random.nextInt(4) == 0 ? "" : " where " + scalar(Kind.BOOL, visible, depth, 1);
    Column argument = pick(scope);
    String aggregate =
        switch (kind) {
          case INT -> pick("count(*)", "count(" + argument.name + ")");
          case TEXT -> "max(" + inner(Kind.TEXT, scope) + ")";
          case BOOL -> "bool_or(" + inner(Kind.BOOL, scope) + ")";
        };
    return "select " + aggregate + from + where;
  }

  private String inner(Kind kind, List<Column> scope) {
    return scope.stream()
        .filter(c -> c.kind == kind)
        .map(Column::name)
        .findFirst()
        .orElse(literal(kind));
  }

  private String leaf(Kind kind, List<Column> columns) {
    List<Column> fitting = columns.stream().filter(c -> c.kind == kind).toList();
    return fitting.isEmpty() || random.nextInt(5) == 0 ? literal(kind) : pick(fitting).name;
  }

  private String literal(Kind kind) {
    return switch (kind) {
      case INT -> pick("0", "1", "2", "3", "null::int");
      case TEXT -> pick("'x'", "'y'", "''", "'X'", "null::text");
      case BOOL -> pick("true", "false", "null::boolean");
    };
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
