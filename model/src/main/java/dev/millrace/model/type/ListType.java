package dev.millrace.model.type;

/// Materialize's `T list`: one dimension, may nest raggedly, has no binary wire format.
public record ListType(SqlType element) implements SqlType {

  @Override
  public int oid() {
    return TypeId.LISTANY.oid();
  }

  @Override
  public int length() {
    return -1;
  }

  @Override
  public String displayName() {
    return element.displayName() + " list";
  }

  @Override
  public Carrier carrier() {
    return Carrier.SLICE;
  }

  @Override
  public TypeCategory category() {
    return TypeCategory.USER;
  }

  @Override
  public String toString() {
    return displayName();
  }
}
