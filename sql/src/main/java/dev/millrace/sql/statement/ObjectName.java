package dev.millrace.sql.statement;

import java.util.List;

/// A possibly qualified name as written, already folded: unquoted parts in lower case.
///
/// @param parts one to many parts, the object's own name last
/// @param position 1-based character of the first part in the whole string
public record ObjectName(List<String> parts, int position) {

  /// Copies the parts; there is at least one.
  public ObjectName {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a name has at least one part");
    }
  }

  /// A name of one part.
  public static ObjectName of(String name, int position) {
    return new ObjectName(List.of(name), position);
  }

  /// The object's own name, without its qualifiers.
  public String last() {
    return parts.getLast();
  }

  /// The parts joined by dots, as messages show them.
  @Override
  public String toString() {
    return String.join(".", parts);
  }
}
