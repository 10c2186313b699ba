package dev.millrace.sql.catalog.relation;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Environment;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.CatalogState.CommentTarget;
import dev.millrace.sql.catalog.Database;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.Role;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemRelation;
import dev.millrace.sql.catalog.SystemSchemas;
import dev.millrace.sql.catalog.table.SequencePosition;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The functions over the catalog that queries of clients call: `format_type`, `pg_get_indexdef`,
/// `obj_description` and their kin, and what text and `reg…` types have to do with each other. One
/// version of the catalog. Confined to one query.
public final class CatalogFunctions implements Environment {

  private final RelationContext context;
  private final Names names;
  private final CatalogState state;

  public CatalogFunctions(RelationContext context) {
    this.context = context;
    this.names = context.names();
    this.state = context.state();
  }

  @Override
  public @Nullable Object call(String function, @Nullable Object... arguments) {
    return switch (function) {
      case "format_type" -> formatType(arguments);
      case "current_setting", "set_config" -> setting(arguments);
      case "obj_description", "shobj_description" -> objectDescription(arguments);
      case "col_description" -> columnDescription(arguments);
      case "to_regclass", "to_regtype", "to_regproc", "to_regnamespace", "to_regrole" ->
          arguments[0] == null ? null : oidOrNull(function.substring(3), text(arguments[0]));
      default -> {
        for (Object argument : arguments) {
          if (argument == null) {
            yield null;
          }
        }
        yield strict(function, arguments);
      }
    };
  }

  private @Nullable Object strict(String function, @Nullable Object... arguments) {
    Object first = arguments.length == 0 ? null : arguments[0];
    return switch (function) {
      case "pg_get_userbyid" -> name(userName(oid(first)));
      case "pg_table_is_visible" -> isTableVisible(oid(first));
      case "pg_get_expr" -> first;
      case "pg_get_indexdef" -> indexDefinition(arguments);
      case "pg_get_viewdef" -> viewDefinition(first);
      case "pg_get_ruledef",
          "pg_get_triggerdef",
          "pg_get_functiondef",
          "pg_get_function_sqlbody",
          "pg_get_statisticsobjdef",
          "pg_get_statisticsobjdef_columns",
          "pg_get_partkeydef",
          "pg_get_partition_constraintdef",
          "pg_get_replica_identity_index",
          "pg_tablespace_location",
          "pg_relation_filenode",
          "pg_index_column_has_property",
          "pg_index_has_property",
          "pg_indexam_has_property" ->
          null;
      case "pg_get_function_result",
          "pg_get_function_arguments",
          "pg_get_function_identity_arguments" ->
          functionText(function, oid(first));
      case "pg_encoding_to_char" ->
          name(((Integer) Objects.requireNonNull(first)) == 6 ? "UTF8" : "");
      case "pg_char_to_encoding" -> first instanceof Slice s && isUtf8(s) ? 6 : -1;
      case "pg_relation_is_publishable",
          "pg_is_in_recovery",
          "pg_is_wal_replay_paused",
          "pg_is_other_temp_schema" ->
          false;
      case "pg_relation_size", "pg_table_size", "pg_total_relation_size", "pg_indexes_size" ->
          bytes(oid(first));
      case "pg_database_size", "pg_tablespace_size" -> totalBytes();
      case "pg_stat_get_numscans" -> 0L;
      case "nextval" -> context.session().sequences().next(sequence(oid(first)));
      case "currval" -> context.session().sequences().current(sequence(oid(first)));
      case "lastval" -> context.session().sequences().last();
      case "setval" -> setValue(arguments);
      case "pg_sequence_last_value" -> context.session().reached(sequence(oid(first)));
      case "pg_get_serial_sequence" -> TableFacts.serialSequence(names, arguments);
      case "pg_get_constraintdef" -> TableFacts.constraint(state, oid(first));
      case "txid_current" -> context.live().nowMillis();
      case "pg_cancel_backend", "pg_terminate_backend" -> context.session().cancel(oid(first));
      case "regclass", "regtype", "regproc", "regnamespace", "regrole" ->
          oidOf(function, text(first));
      case "regclass_text", "regtype_text", "regproc_text", "regnamespace_text", "regrole_text" ->
          textOf(function.substring(0, function.length() - "_text".length()), oid(first));
      default -> yes(function);
    };
  }

  private Item sequence(int oid) {
    Item item = state.itemByOid(oid);
    if (item == null || item.kind() != ItemKind.SEQUENCE) {
      throw item == null
          ? new DatabaseException(
              SqlState.UNDEFINED_TABLE, "could not open relation with OID " + oid)
          : new DatabaseException(
              SqlState.WRONG_OBJECT_TYPE, "\"" + item.name() + "\" is not a sequence");
    }
    return item;
  }

  private Object setValue(@Nullable Object... arguments) {
    long value = (Long) Objects.requireNonNull(arguments[1]);
    boolean isCalled = Boolean.TRUE.equals(arguments[2]);
    Item sequence = sequence(oid(arguments[0]));
    context.session().sequences().set(sequence, new SequencePosition(value, isCalled));
    return value;
  }

  private static boolean isUtf8(Slice name) {
    return name.toUtf8().toUpperCase(Locale.ROOT).replace("-", "").equals("UTF8");
  }

  /// Everything is visible and everybody may do everything.
  private static Object yes(String function) {
    boolean isQuestion =
        function.endsWith("_is_visible")
            || function.startsWith("has_")
            || function.equals("pg_has_role")
            || function.equals("mz_is_superuser");
    if (isQuestion) {
      return true;
    }
    throw new DatabaseException(
        SqlState.UNDEFINED_FUNCTION, "function " + function + " does not exist");
  }

  private static int oid(@Nullable Object value) {
    return switch (value) {
      case Integer i -> i;
      case Long l -> l.intValue();
      case Slice s when s.toUtf8().matches("[0-9]+") -> Integer.parseInt(s.toUtf8());
      case null, default -> 0;
    };
  }

  private static String text(@Nullable Object value) {
    return String.valueOf(value);
  }

  private static Slice name(String text) {
    return Slice.utf8(text);
  }

  private String userName(int oid) {
    for (Role role : state.roles()) {
      if (role.oid() == oid) {
        return role.name();
      }
    }
    return "unknown (OID=" + oid + ")";
  }

  /// Relations of mz_catalog can be named without their schema too, but psql's `\d` shows whatever
  /// is visible and not in pg_catalog, and nobody asks it for a server's insides.
  private @Nullable Object isTableVisible(int oid) {
    Item item = state.itemByOid(oid);
    if (item != null) {
      return names.isVisible(item);
    }
    SystemRelation system = names.system().byOid(oid);
    return system == null ? null : system.schema().name().equals("pg_catalog");
  }

  private static @Nullable Object formatType(@Nullable Object... arguments) {
    if (arguments[0] == null) {
      return null;
    }
    int oid = oid(arguments[0]);
    SqlType type = PgTypes.byOid(oid);
    if (type == null) {
      return name(oid == 0 ? "-" : "???");
    }
    boolean hasModifier = arguments.length > 1 && arguments[1] != null;
    int modifier = hasModifier ? oid(arguments[1]) : -1;
    return name(withModifier(type, modifier).displayName());
  }

  private static SqlType withModifier(SqlType type, int modifier) {
    if (modifier < 0) {
      return type;
    }
    return switch (type) {
      case ScalarType s when takesModifier(s.id()) -> new ScalarType(s.id(), modifier);
      case ArrayType a -> new ArrayType(withModifier(a.element(), modifier));
      default -> type;
    };
  }

  private static boolean takesModifier(TypeId id) {
    return switch (id) {
      case NUMERIC, VARCHAR, BPCHAR, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ -> true;
      default -> false;
    };
  }

  private @Nullable Object setting(@Nullable Object... arguments) {
    if (arguments[0] == null) {
      return null;
    }
    String wanted = text(arguments[0]);
    if (arguments.length == 3) {
      String value = arguments[1] == null ? "" : text(arguments[1]);
      return name(context.session().set(wanted, value, Boolean.TRUE.equals(arguments[2])));
    }
    for (RelationContext.Variable variable : context.session().variables()) {
      if (variable.name().equalsIgnoreCase(wanted)) {
        return name(variable.value());
      }
    }
    boolean isMissingOk = arguments.length > 1 && Boolean.TRUE.equals(arguments[1]);
    if (isMissingOk) {
      return null;
    }
    throw new DatabaseException(
        SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + wanted + "\"");
  }

  private @Nullable Object objectDescription(@Nullable Object... arguments) {
    int oid = oid(arguments[0]);
    Item item = state.itemByOid(oid);
    if (item != null) {
      return comment(item.kind().catalogName(), item.id(), 0);
    }
    for (Schema schema : state.schemas()) {
      if (schema.oid() == oid) {
        return comment("schema", schema.id(), 0);
      }
    }
    for (Database database : state.databases()) {
      if (database.oid() == oid) {
        return comment("database", database.id(), 0);
      }
    }
    return null;
  }

  private @Nullable Object columnDescription(@Nullable Object... arguments) {
    Item item = state.itemByOid(oid(arguments[0]));
    int column = oid(arguments[1]);
    return item == null || column < 1
        ? null
        : comment(item.kind().catalogName(), item.id(), column);
  }

  private @Nullable Object comment(String kind, long id, int subId) {
    String comment = state.comments().get(new CommentTarget(kind, id, subId));
    return comment == null ? null : name(comment);
  }

  private @Nullable Object indexDefinition(@Nullable Object... arguments) {
    Item item = state.itemByOid(oid(arguments[0]));
    if (item == null || item.kind() != ItemKind.INDEX) {
      return null;
    }
    int column = arguments.length > 1 ? oid(arguments[1]) : 0;
    if (column == 0) {
      return name(Definitions.index(names, item));
    }
    List<String> keys = Definitions.keyColumns(names, item);
    return name(column <= keys.size() ? keys.get(column - 1) : "");
  }

  private @Nullable Object viewDefinition(@Nullable Object relation) {
    int oid = relation instanceof Slice s ? oidOf("regclass", s.toUtf8()) : oid(relation);
    Item item = state.itemByOid(oid);
    return switch (item == null ? null : item.body()) {
      case ItemBody.View v -> name(" " + v.definition().query() + ";");
      case ItemBody.MaterializedView v -> name(" " + v.definition().query() + ";");
      case null, default -> null;
    };
  }

  private @Nullable Object functionText(String what, int oid) {
    FunctionList.Entry function = PgFunctions.byOid(context.functions(), oid);
    if (function == null) {
      return null;
    }
    return what.equals("pg_get_function_result")
        ? name(function.result().displayName())
        : name(
            function.arguments().stream()
                .map(SqlType::displayName)
                .collect(Collectors.joining(", ")));
  }

  private long bytes(int oid) {
    Item item = state.itemByOid(oid);
    if (item == null) {
      return 0;
    }
    return context.live().engineStatus().collections().stream()
        .filter(c -> c.id().number() == item.id())
        .mapToLong(c -> c.bytes())
        .sum();
  }

  private long totalBytes() {
    return context.live().engineStatus().collections().stream().mapToLong(c -> c.bytes()).sum();
  }

  /// The OID that a name stands for; fails as PostgreSQL does where there is none.
  private int oidOf(String type, String text) {
    Integer oid = oidOrNull(type, text);
    if (oid != null) {
      return oid;
    }
    throw switch (type) {
      case "regclass" ->
          new DatabaseException(
              SqlState.UNDEFINED_TABLE, "relation \"" + text + "\" does not exist");
      case "regtype" ->
          new DatabaseException(SqlState.UNDEFINED_OBJECT, "type \"" + text + "\" does not exist");
      case "regnamespace" ->
          new DatabaseException(
              SqlState.INVALID_SCHEMA_NAME, "schema \"" + text + "\" does not exist");
      case "regrole" ->
          new DatabaseException(SqlState.UNDEFINED_OBJECT, "role \"" + text + "\" does not exist");
      default ->
          new DatabaseException(
              SqlState.UNDEFINED_FUNCTION, "function \"" + text + "\" does not exist");
    };
  }

  private @Nullable Integer oidOrNull(String type, String text) {
    if (text.equals("-")) {
      return 0;
    }
    if (text.matches("[0-9]+")) {
      return Integer.parseUnsignedInt(text);
    }
    List<String> parts = QualifiedNames.split(text);
    return switch (type) {
      case "regclass" -> relationOid(parts);
      case "regtype" -> typeOid(text, parts);
      case "regnamespace" -> {
        Schema schema = names.schemaNamed(parts.getLast());
        yield schema == null ? null : schema.oid();
      }
      case "regrole" -> {
        Role role = state.role(parts.getLast());
        yield role == null ? null : role.oid();
      }
      default -> {
        int oid = PgFunctions.oidOf(context.functions(), parts.getLast());
        yield oid == 0 ? null : oid;
      }
    };
  }

  private @Nullable Integer relationOid(List<String> parts) {
    return switch (names.find(parts, 0)) {
      case Names.Found.OfUser(Item item) -> item.oid();
      case Names.Found.OfSystem(SystemRelation relation) -> relation.oid();
      case null -> null;
    };
  }

  private static @Nullable Integer typeOid(String text, List<String> parts) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    for (TypeId id : TypeId.values()) {
      boolean isIt =
          id.catalogName().equals(parts.getLast())
              || id.displayName().equals(wanted)
              || (wanted.equals("int") && id == TypeId.INT4)
              || (wanted.equals("decimal") && id == TypeId.NUMERIC);
      if (isIt) {
        return id.oid();
      }
      boolean isArray =
          wanted.equals(id.displayName() + "[]")
              || wanted.equals(id.catalogName() + "[]")
              || parts.getLast().equals("_" + id.catalogName());
      if (isArray && id.arrayOid() != 0) {
        return id.arrayOid();
      }
    }
    return null;
  }

  /// What an OID of regclass or one of its kin is printed as.
  public String nameOf(TypeId type, int oid) {
    return ((Slice) textOf(type.catalogName(), oid)).toUtf8();
  }

  private Object textOf(String type, int oid) {
    if (oid == 0) {
      return name("-");
    }
    String found =
        switch (type) {
          case "regclass" -> relationName(oid);
          case "regtype" -> {
            SqlType known = PgTypes.byOid(oid);
            yield known == null ? null : known.displayName();
          }
          case "regnamespace" -> schemaName(oid);
          case "regrole" -> {
            String user = userName(oid);
            yield user.startsWith("unknown") ? null : Identifiers.quote(user);
          }
          default -> PgFunctions.nameOf(context.functions(), oid);
        };
    return name(found == null ? Integer.toUnsignedString(oid) : found);
  }

  private @Nullable String relationName(int oid) {
    Item item = state.itemByOid(oid);
    if (item != null) {
      return names.displayName(item);
    }
    SystemRelation system = names.system().byOid(oid);
    if (system == null) {
      return null;
    }
    return SystemSchemas.IMPLIED.contains(system.schema())
        ? system.name()
        : system.schema().name() + "." + system.name();
  }

  private @Nullable String schemaName(int oid) {
    for (Schema schema : SystemSchemas.ALL) {
      if (schema.oid() == oid) {
        return schema.name();
      }
    }
    for (Schema schema : state.schemas()) {
      if (schema.oid() == oid) {
        return Identifiers.quote(schema.name());
      }
    }
    return null;
  }
}
