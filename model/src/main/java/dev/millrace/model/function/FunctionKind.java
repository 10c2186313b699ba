package dev.millrace.model.function;

/// What a registry entry is called by.
public enum FunctionKind {
  /// A scalar function, called by name.
  SCALAR,
  /// An operator, called by its symbol (one argument: prefix).
  OPERATOR,
  /// A cast, found by its types in `FunctionRegistry.casts()`.
  CAST,
  /// A scalar function over the catalog: the method takes an `Environment` first; one-shot only.
  CATALOG
}
