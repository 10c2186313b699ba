package dev.millrace.model.function;

/// When a function may be evaluated: IMMUTABLE may be folded and maintained; STABLE depends on the
/// session or the catalog (one-shot queries only); VOLATILE differs on every call (never folded).
public enum Volatility {
  IMMUTABLE,
  STABLE,
  VOLATILE
}
