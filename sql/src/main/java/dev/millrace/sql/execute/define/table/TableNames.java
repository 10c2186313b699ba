package dev.millrace.sql.execute.define.table;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/// The names that indexes, sequences and constraints of a table get when none is given, as
/// PostgreSQL makes them.
public record TableNames(CatalogEdit edit, Schema schema, String table) {

  /// Longer names are cut.
  private static final int NAME_BYTES_MAX = 63;

  /// `t_a_b_key`, `t_pkey`, `t_a_seq`, with a number if that is taken among relations.
  public String relation(List<String> columns, String label) {
    return free(columns, label, name -> edit.itemByName(schema.id(), name) != null);
  }

  /// `t_a_check`, with a number if a constraint of the schema has the name or is about to.
  public String check(List<String> columns, List<String> taken) {
    return free(columns, "check", name -> taken.contains(name) || isConstraint(name));
  }

  private boolean isConstraint(String name) {
    for (Item item : edit.items()) {
      if (item.schemaId() == schema.id()
          && item.body() instanceof ItemBody.Table t
          && t.constraints().stream().anyMatch(c -> c.name().equals(name))) {
        return true;
      }
    }
    return false;
  }

  private String free(List<String> columns, String label, Predicate<String> isTaken) {
    String candidate = name(columns, label);
    for (int i = 1; isTaken.test(candidate); i++) {
      candidate = name(columns, label + i);
    }
    return candidate;
  }

  /// Of table and columns the longer is cut until all fits.
  private String name(List<String> columns, String label) {
    String middle = cut(String.join("_", columns), NAME_BYTES_MAX);
    String first = table;
    int room = NAME_BYTES_MAX - bytes(label) - 1 - (middle.isEmpty() ? 0 : 1);
    while (bytes(first) + bytes(middle) > room) {
      if (bytes(first) > bytes(middle)) {
        first = cut(first, bytes(first) - 1);
      } else {
        middle = cut(middle, bytes(middle) - 1);
      }
    }
    return first + (middle.isEmpty() ? "" : "_" + middle) + "_" + label;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String cut(String text, int max) {
    String rest = text;
    while (bytes(rest) > max) {
      rest = rest.substring(0, rest.offsetByCodePoints(rest.length(), -1));
    }
    return rest;
  }

  /// Fails with 42P07 if a relation has the name.
  public void requireFreeRelation(String name) {
    if (edit.itemByName(schema.id(), name) != null) {
      throw new DatabaseException(
          SqlState.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
    }
  }
}
