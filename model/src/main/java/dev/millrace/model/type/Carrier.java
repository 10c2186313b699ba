package dev.millrace.model.type;

/// The Java form in which functions take and return values of a type, and by it the column that
/// stores them: BOOLEAN and INT live in an `IntColumn`, LONG in a `LongColumn`, DOUBLE in a
/// `DoubleColumn`, SLICE in a `BytesColumn`. Boxed (interpreter, literals, codecs) they are
/// Boolean, Integer, Long, Double and `Slice`; SQL NULL is Java null.
public enum Carrier {
  BOOLEAN,
  INT,
  LONG,
  DOUBLE,
  SLICE
}
