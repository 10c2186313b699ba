package dev.millrace.model.type;

/// A type of a SQL value. Immutable; two types are equal exactly if every value of one may stand in
/// a column of the other without a cast.
public sealed interface SqlType permits ScalarType, ArrayType, ListType, MapType, RecordType {

  /// The OID sent in a RowDescription.
  int oid();

  /// `atttypmod`: -1 where the type has no modifier.
  default int typmod() {
    return -1;
  }

  /// `typlen` for a RowDescription.
  int length();

  /// What `format_type` and error messages print, for example `numeric(10,2)`.
  String displayName();

  /// How functions take the type's values, and by it how a column stores them.
  Carrier carrier();

  /// `typcategory` for overload resolution.
  TypeCategory category();

  /// True if this is the scalar type `id`, whatever its modifier.
  default boolean is(TypeId id) {
    return this instanceof ScalarType s && s.id() == id;
  }

  /// The same type without its modifier.
  default SqlType withoutModifier() {
    return this instanceof ScalarType s && s.typmod() != -1 ? ScalarType.of(s.id()) : this;
  }
}
