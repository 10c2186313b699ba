package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.sql.catalog.Database;
import dev.millrace.sql.catalog.Role;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemSchemas;
import java.util.function.Consumer;

/// The relations of `pg_catalog` that all databases share: roles and databases.
final class PgRoles {

  private static final Schema PG = SystemSchemas.PG_CATALOG;

  /// `pg_encoding_to_char(6)` is UTF8.
  private static final int UTF8 = 6;

  private PgRoles() {}

  static void addTo(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            PG,
            "pg_roles",
            0,
            "rolname name, rolsuper bool, rolinherit bool, rolcreaterole bool, rolcreatedb bool,"
                + " rolcanlogin bool, rolreplication bool, rolconnlimit int4, rolpassword text,"
                + " rolvaliduntil timestamptz, rolbypassrls bool, rolconfig text[], oid oid",
            (c, out) -> {
              for (Role r : c.state().roles()) {
                boolean su = r.isSuperuser();
                out.row(
                    r.name(),
                    su,
                    true,
                    su,
                    su,
                    r.canLogin(),
                    false,
                    -1,
                    "********",
                    null,
                    su,
                    null,
                    r.oid());
              }
            }));
    add.accept(
        of(
            PG,
            "pg_authid",
            PgObjects.PG_AUTHID,
            "oid oid!, rolname name!, rolsuper bool!, rolinherit bool!, rolcreaterole bool!,"
                + " rolcreatedb bool!, rolcanlogin bool!, rolreplication bool!,"
                + " rolbypassrls bool!, rolconnlimit int4!, rolpassword text,"
                + " rolvaliduntil timestamptz",
            (c, out) -> {
              for (Role r : c.state().roles()) {
                boolean su = r.isSuperuser();
                out.row(
                    r.oid(), r.name(), su, true, su, su, r.canLogin(), false, su, -1, null, null);
              }
            }));
    add.accept(
        of(
            PG,
            "pg_user",
            0,
            "usename name, usesysid oid, usecreatedb bool, usesuper bool, userepl bool,"
                + " usebypassrls bool, passwd text, valuntil timestamptz, useconfig text[]",
            (c, out) -> {
              for (Role r : c.state().roles()) {
                boolean su = r.isSuperuser();
                out.row(r.name(), r.oid(), su, su, false, su, "********", null, null);
              }
            }));
    add.accept(
        of(
            PG,
            "pg_database",
            PgObjects.PG_DATABASE,
            "oid oid!, datname name!, datdba oid!, encoding int4!, datlocprovider char!,"
                + " datistemplate bool!, datallowconn bool!, datconnlimit int4!,"
                + " datfrozenxid xid!, datminmxid xid!, dattablespace oid!, datcollate text!,"
                + " datctype text!, daticulocale text, datcollversion text, datacl aclitem[]",
            (c, out) -> {
              for (Database d : c.state().databases()) {
                out.row(
                    d.oid(),
                    d.name(),
                    c.ownerOid(d.ownerId()),
                    UTF8,
                    'c',
                    false,
                    true,
                    -1,
                    0,
                    0,
                    1663,
                    "C",
                    "C",
                    null,
                    null,
                    null);
              }
            }));
    add.accept(
        of(
            PG,
            "pg_tablespace",
            1213,
            "oid oid!, spcname name!, spcowner oid!, spcacl aclitem[], spcoptions text[]",
            (c, out) -> {
              out.row(1663, "pg_default", c.ownerOid(0), null, null);
              out.row(1664, "pg_global", c.ownerOid(0), null, null);
            }));
    add.accept(
        of(
            PG,
            "pg_shdescription",
            2396,
            "objoid oid!, classoid oid!, description text!",
            (c, out) ->
                c.state()
                    .comments()
                    .forEach((target, text) -> {
                      Role role = c.state().role(target.id());
                      if (target.kind().equals("database")) {
                        int oid = c.state().requireDatabase(target.id()).oid();
                        out.row(oid, PgObjects.PG_DATABASE, text);
                      } else if (target.kind().equals("role") && role != null) {
                        out.row(role.oid(), PgObjects.PG_AUTHID, text);
                      }
                    })));
  }
}
