package dev.millrace.model.function;

import dev.millrace.model.type.SqlType;
import java.util.List;

/// The types of one call, handed to polymorphic functions as a constant.
public record CallTypes(List<SqlType> arguments, SqlType result) {

  public CallTypes {
    arguments = List.copyOf(arguments);
  }
}
