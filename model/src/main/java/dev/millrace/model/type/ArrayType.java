package dev.millrace.model.type;

/// PostgreSQL's multi-dimensional array; all dimensions share one type.
public record ArrayType(SqlType element) implements SqlType {

  @Override
  public int oid() {
    return element instanceof ScalarType s ? s.id().arrayOid() : TypeId.RECORD.arrayOid();
  }

  @Override
  public int typmod() {
    return element.typmod();
  }

  @Override
  public int length() {
    return -1;
  }

  @Override
  public String displayName() {
    return element.displayName() + "[]";
  }

  @Override
  public Carrier carrier() {
    return Carrier.SLICE;
  }

  @Override
  public TypeCategory category() {
    return TypeCategory.ARRAY;
  }

  @Override
  public String toString() {
    return displayName();
  }
}
