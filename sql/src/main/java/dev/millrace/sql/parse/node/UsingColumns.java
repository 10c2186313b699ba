package dev.millrace.sql.parse.node;

import java.util.Collection;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// `USING (a, b) AS x`: the columns that a join merges, and the name they have as a table.
public final class UsingColumns extends SqlNodeList {

  private final @Nullable SqlIdentifier alias;

  public UsingColumns(
      Collection<? extends SqlNode> columns, @Nullable SqlIdentifier alias, SqlParserPos position) {
    super(columns, position);
    this.alias = alias;
  }

  /// The name behind AS, or null.
  public @Nullable SqlIdentifier alias() {
    return alias;
  }
}
