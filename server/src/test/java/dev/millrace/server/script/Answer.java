package dev.millrace.server.script;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The rows of a query as scripts write them: `NULL`, `(empty)`, no blanks within a value, numerics
/// without trailing zeros, jsonb with its keys in order.
///
/// @param types a letter for each column
record Answer(String types, List<List<String>> rows) {

  /// By their texts.
  static final Comparator<List<String>> ORDER = Comparator.comparing(r -> String.join(" ", r));

  static Answer of(ResultSet result) throws SQLException {
    ResultSetMetaData columns = result.getMetaData();
    StringBuilder letters = new StringBuilder();
    List<String> types = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String type = columns.getColumnTypeName(i).toLowerCase(Locale.ROOT);
      letters.append(letter(type));
      types.add(type);
    }
    List<List<String>> rows = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= types.size(); i++) {
        String value = result.getString(i);
        row.add(value == null ? "NULL" : written(types.get(i - 1), value));
      }
      rows.add(row);
    }
    return new Answer(letters.toString(), rows);
  }

  private static char letter(String type) {
    return switch (type) {
      case "int2", "int4", "int8", "uint2", "uint4", "uint8", "oid", "serial", "bigserial" -> 'I';
      case "float4", "float8", "numeric" -> 'R';
      case "bool" -> 'B';
      default -> 'T';
    };
  }

  private static String written(String type, String value) {
    String canonical =
        switch (type) {
          case "numeric" -> numeric(value);
          case "jsonb" -> CanonicalJson.of(value);
          default -> value;
        };
    return canonical.isEmpty() ? "(empty)" : canonical.replace(' ', '␠').replace('\n', '⏎');
  }

  private static String numeric(String value) {
    return value.matches("-?[0-9.]+")
        ? new BigDecimal(value).stripTrailingZeros().toPlainString()
        : value;
  }

  Answer sorted() {
    return new Answer(types, rows.stream().sorted(ORDER).toList());
  }
}
