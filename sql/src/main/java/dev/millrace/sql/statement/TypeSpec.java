package dev.millrace.sql.statement;

import java.util.List;

/// A type as written, not resolved. The spellings that the SQL grammar itself knows (`integer`,
/// `double precision`, `timestamp with time zone`) already name their `pg_catalog` type.
public sealed interface TypeSpec {

  /// 1-based character where the type begins.
  int position();

  /// A type with a name.
  ///
  /// @param modifiers what stands in parentheses, `numeric(10, 2)`
  /// @param fields of an interval, `day to second` and such, otherwise empty
  record Named(ObjectName name, List<Integer> modifiers, String fields) implements TypeSpec {
    public Named {
      modifiers = List.copyOf(modifiers);
    }

    @Override
    public int position() {
      return name.position();
    }

    @Override
    public String toString() {
      String precision =
          modifiers.isEmpty() ? "" : modifiers.toString().replace('[', '(').replace(']', ')');
      return name + precision + (fields.isEmpty() ? "" : " " + fields);
    }
  }

  /// `element[]`, once for any number of dimensions.
  record ArrayOf(TypeSpec element) implements TypeSpec {
    @Override
    public int position() {
      return element.position();
    }

    @Override
    public String toString() {
      return element + "[]";
    }
  }

  /// `element list`.
  record ListOf(TypeSpec element) implements TypeSpec {
    @Override
    public int position() {
      return element.position();
    }

    @Override
    public String toString() {
      return element + " list";
    }
  }

  /// `map[key => value]`.
  record MapOf(TypeSpec key, TypeSpec value, int position) implements TypeSpec {
    @Override
    public String toString() {
      return "map[" + key + "=>" + value + "]";
    }
  }
}
