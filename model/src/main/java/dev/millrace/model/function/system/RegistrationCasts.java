package dev.millrace.model.function.system;

import dev.millrace.model.function.Environment;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// Casts between text and regclass, regtype and their like. The environment is asked for `regclass`
/// and so on with a text, and for `regclass_text` and so on with an OID.
public final class RegistrationCasts {

  private RegistrationCasts() {}

  @Sql("text|varchar|bpchar|name => regclass implicit")
  public static @Nullable Integer toClass(Environment e, Slice name) {
    return (Integer) e.call("regclass", name);
  }

  @Sql("regclass => text|varchar|bpchar assignment")
  public static @Nullable Slice fromClass(Environment e, int oid) {
    return (Slice) e.call("regclass_text", oid);
  }

  @Sql("text|varchar|bpchar|name => regtype explicit")
  public static @Nullable Integer toType(Environment e, Slice name) {
    return (Integer) e.call("regtype", name);
  }

  @Sql("regtype => text|varchar|bpchar assignment")
  public static @Nullable Slice fromType(Environment e, int oid) {
    return (Slice) e.call("regtype_text", oid);
  }

  @Sql("text|varchar|bpchar|name => regproc explicit")
  public static @Nullable Integer toProc(Environment e, Slice name) {
    return (Integer) e.call("regproc", name);
  }

  @Sql("regproc => text|varchar|bpchar assignment")
  public static @Nullable Slice fromProc(Environment e, int oid) {
    return (Slice) e.call("regproc_text", oid);
  }

  @Sql("text|varchar|bpchar|name => regnamespace explicit")
  public static @Nullable Integer toNamespace(Environment e, Slice name) {
    return (Integer) e.call("regnamespace", name);
  }

  @Sql("regnamespace => text|varchar|bpchar assignment")
  public static @Nullable Slice fromNamespace(Environment e, int oid) {
    return (Slice) e.call("regnamespace_text", oid);
  }

  @Sql("text|varchar|bpchar|name => regrole explicit")
  public static @Nullable Integer toRole(Environment e, Slice name) {
    return (Integer) e.call("regrole", name);
  }

  @Sql("regrole => text|varchar|bpchar assignment")
  public static @Nullable Slice fromRole(Environment e, int oid) {
    return (Slice) e.call("regrole_text", oid);
  }
}
