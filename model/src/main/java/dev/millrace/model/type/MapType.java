package dev.millrace.model.type;

/// Materialize's `map[text=>T]`: text keys, sorted; has no binary wire format.
public record MapType(SqlType value) implements SqlType {

  @Override
  public int oid() {
    return TypeId.MAPANY.oid();
  }

  @Override
  public int length() {
    return -1;
  }

  @Override
  public String displayName() {
    return "map[text=>" + value.displayName() + "]";
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
