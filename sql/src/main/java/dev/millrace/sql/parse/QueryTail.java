package dev.millrace.sql.parse;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Collects ORDER BY, LIMIT and OFFSET of one query. Parentheses around a query do not separate it
/// from what follows: `(SELECT … LIMIT 1) ORDER BY a` is one query, as in PostgreSQL.
final class QueryTail {

  private SqlNode query;
  private @Nullable SqlWith with;
  private SqlParserPos position;
  private @Nullable SqlNodeList order;
  private @Nullable SqlNode limit;
  private @Nullable SqlNode offset;
  private boolean hasLimit;
  private boolean isChanged;

  QueryTail(SqlNode query, SqlToken first) {
    this.query = query;
    this.position = Positions.of(first);
  }

  /// Takes the query apart if it has a tail of its own.
  private void open(SqlParserPos at) {
    if (isChanged) {
      return;
    }
    isChanged = true;
    if (query instanceof SqlWith inner) {
      with = inner;
      query = inner.body;
    }
    if (query instanceof SqlOrderBy inner) {
      query = inner.query;
      order = inner.orderList.isEmpty() ? null : inner.orderList;
      limit = inner.fetch;
      hasLimit = limit != null;
      offset = inner.offset;
    }
    position = at;
  }

  void order(SqlNodeList items) {
    open(items.getParserPosition());
    if (order != null) {
      throw twice("ORDER BY", items.getParserPosition());
    }
    order = items;
  }

  void limit(@Nullable SqlNode count, Token t) {
    open(Positions.of(t));
    if (hasLimit) {
      throw twice("LIMIT", count == null ? Positions.of(t) : count.getParserPosition());
    }
    hasLimit = true;
    limit = count;
  }

  void offset(SqlNode count, Token t) {
    open(Positions.of(t));
    if (offset != null) {
      throw twice("OFFSET", count.getParserPosition());
    }
    offset = count;
  }

  private static DatabaseException twice(String clause, SqlParserPos position) {
    return DatabaseException.at(
        Positions.character(position),
        SqlState.SYNTAX_ERROR,
        "multiple " + clause + " clauses not allowed");
  }

  SqlNode build() {
    if (!isChanged) {
      return query;
    }
    boolean isPlain = order == null && limit == null && offset == null;
    SqlNode sorted =
        isPlain
            ? query
            : new SqlOrderBy(
                position, query, order == null ? SqlNodeList.EMPTY : order, offset, limit);
    return with == null ? sorted : new SqlWith(with.getParserPosition(), with.withList, sorted);
  }
}
