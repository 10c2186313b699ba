package dev.millrace.model.codec;

import dev.millrace.model.type.TypeId;

/// What the OIDs of `regclass` and its kin are called. In force on the thread that runs a statement
/// of a session, which knows a catalog; everywhere else they are printed as numbers.
@FunctionalInterface
public interface OidNames {

  /// Numbers.
  OidNames NUMBERS = (_, oid) -> Integer.toUnsignedString(oid);

  /// What a value of such a type is printed as.
  String text(TypeId type, int oid);

  /// What is in force on this thread.
  static OidNames current() {
    return Scope.CURRENT.orElse(NUMBERS);
  }

  /// Runs something under these names.
  default void run(Runnable body) {
    ScopedValue.where(Scope.CURRENT, this).run(body);
  }

  /// Holds what is in force.
  final class Scope {
    private static final ScopedValue<OidNames> CURRENT = ScopedValue.newInstance();

    private Scope() {}
  }
}
