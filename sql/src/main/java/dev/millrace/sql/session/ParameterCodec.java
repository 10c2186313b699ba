package dev.millrace.sql.session;

import dev.millrace.model.codec.BinaryFormat;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.port.ParameterValue;
import dev.millrace.sql.port.ResultColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Types and values of parameters as the protocol gives them, and formats of results.
final class ParameterCodec {

  private static final Map<Integer, SqlType> TYPES = new HashMap<>();

  static {
    for (TypeId id : TypeId.values()) {
      if (!id.isPseudo()) {
        TYPES.put(id.oid(), ScalarType.of(id));
        if (id.arrayOid() != 0) {
          TYPES.put(id.arrayOid(), new ArrayType(ScalarType.of(id)));
        }
      }
    }
    // Drivers declare "unknown" for text whose type the server shall infer.
    TYPES.remove(TypeId.UNKNOWN.oid());
  }

  private ParameterCodec() {}

  /// The type of a declared parameter; null for unknown, which is inferred.
  static @Nullable SqlType type(int oid) {
    SqlType type = TYPES.get(oid);
    if (type == null && oid != TypeId.UNKNOWN.oid()) {
      throw new DatabaseException(
          SqlState.UNDEFINED_OBJECT, "type with OID " + oid + " does not exist");
    }
    return type;
  }

  /// The values of a Bind message.
  static List<@Nullable Object> decode(
      String statement, List<SqlType> types, List<ParameterValue> parameters) {
    if (types.size() != parameters.size()) {
      throw new DatabaseException(
          SqlState.PROTOCOL_VIOLATION,
          "bind message supplies "
              + parameters.size()
              + " parameters, but prepared statement \""
              + statement
              + "\" requires "
              + types.size());
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      ParameterValue parameter = parameters.get(i);
      byte[] bytes = parameter.bytes();
      if (bytes == null) {
        values.add(null);
      } else if (parameter.isBinary()) {
        values.add(BinaryFormat.decode(types.get(i), Slice.of(bytes)));
      } else {
        values.add(TextFormat.parse(types.get(i), Slice.of(bytes)));
      }
    }
    return values;
  }

  /// The columns in the formats that a Bind message asks for.
  static @Nullable List<ResultColumn> withFormats(
      @Nullable List<ResultColumn> columns, int[] formats) {
    if (columns == null || formats.length == 0) {
      return columns;
    }
    if (formats.length != 1 && formats.length != columns.size()) {
      throw new DatabaseException(
          SqlState.PROTOCOL_VIOLATION,
          "bind message has "
              + formats.length
              + " result formats but query has "
              + columns.size()
              + " columns");
    }
    List<ResultColumn> formatted = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ResultColumn c = columns.get(i);
      boolean isBinary = formats[formats.length == 1 ? 0 : i] == 1;
      formatted.add(
          new ResultColumn(c.name(), c.type(), c.tableOid(), c.attributeNumber(), isBinary));
    }
    return formatted;
  }
}
