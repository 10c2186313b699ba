package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.empty;
import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemSchemas;
import java.util.function.Consumer;

/// The relations of `pg_catalog` about things this server does not have, which clients read all the
/// same: right columns, no rows. And a few with fixed rows.
final class PgEmpty {

  private static final Schema PG = SystemSchemas.PG_CATALOG;

  private PgEmpty() {}

  static void addTo(Consumer<RelationDefinition> add) {
    fixed(add);
    constraints(add);
    replication(add);
    programs(add);
    rest(add);
  }

  private static void fixed(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            PG,
            "pg_am",
            2601,
            "oid oid!, amname name!, amhandler regproc!, amtype char!",
            (_, out) -> {
              out.row(PgObjects.HEAP, "heap", 0, 't');
              out.row(403, "btree", 0, 'i');
              out.row(405, "hash", 0, 'i');
              out.row(PgObjects.ARRANGEMENT, "arrangement", 0, 'i');
            }));
    add.accept(
        of(
            PG,
            "pg_collation",
            3456,
            "oid oid!, collname name!, collnamespace oid!, collowner oid!, collprovider char!,"
                + " collisdeterministic bool!, collencoding int4!, collcollate text,"
                + " collctype text, colliculocale text, collversion text",
            (c, out) -> {
              int pg = PG.oid();
              int owner = c.ownerOid(0);
              out.row(100, "default", pg, owner, 'd', true, -1, null, null, null, null);
              out.row(950, "C", pg, owner, 'c', true, -1, "C", "C", null, null);
              out.row(951, "POSIX", pg, owner, 'c', true, -1, "POSIX", "POSIX", null, null);
            }));
    add.accept(
        of(
            PG,
            "pg_language",
            2612,
            "oid oid!, lanname name!, lanowner oid!, lanispl bool!, lanpltrusted bool!,"
                + " lanplcallfoid oid!, laninline oid!, lanvalidator oid!, lanacl aclitem[]",
            (c, out) -> out.row(12, "internal", c.ownerOid(0), false, false, 0, 0, 0, null)));
    add.accept(
        of(
            PG,
            "pg_timezone_names",
            0,
            "name text, abbrev text, utc_offset interval, is_dst bool",
            (_, out) -> out.row("UTC", "UTC", new byte[16], false)));
    add.accept(
        of(
            PG,
            "pg_timezone_abbrevs",
            0,
            "abbrev text, utc_offset interval, is_dst bool",
            (_, out) -> out.row("UTC", new byte[16], false)));
  }

  private static void constraints(Consumer<RelationDefinition> add) {
    add.accept(
        empty(
            PG,
            "pg_trigger",
            2620,
            "oid oid!, tgrelid oid!, tgparentid oid!, tgname name!, tgfoid oid!, tgtype int2!,"
                + " tgenabled char!, tgisinternal bool!, tgconstrrelid oid!, tgconstrindid oid!,"
                + " tgconstraint oid!, tgdeferrable bool!, tginitdeferred bool!, tgnargs int2!,"
                + " tgattr int2vector!, tgargs bytea!, tgqual pg_node_tree, tgoldtable name,"
                + " tgnewtable name"));
    add.accept(
        empty(
            PG,
            "pg_policy",
            3256,
            "oid oid!, polname name!, polrelid oid!, polcmd char!, polpermissive bool!,"
                + " polroles oid[]!, polqual pg_node_tree, polwithcheck pg_node_tree"));
    add.accept(
        empty(
            PG,
            "pg_policies",
            0,
            "schemaname name, tablename name, policyname name, permissive text, roles name[],"
                + " cmd text, qual text, with_check text"));
    add.accept(
        empty(
            PG,
            "pg_inherits",
            2611,
            "inhrelid oid!, inhparent oid!, inhseqno int4!, inhdetachpending bool!"));
    add.accept(
        empty(
            PG,
            "pg_statistic_ext",
            3381,
            "oid oid!, stxrelid oid!, stxname name!, stxnamespace oid!, stxowner oid!,"
                + " stxstattarget int4!, stxkeys int2vector!, stxkind char[]!,"
                + " stxexprs pg_node_tree"));
    add.accept(
        empty(
            PG,
            "pg_partitioned_table",
            3350,
            "partrelid oid!, partstrat char!, partnatts int2!, partdefid oid!,"
                + " partattrs int2vector!, partclass oidvector!,"
                + " partcollation oidvector!,"
                + " partexprs pg_node_tree"));
  }

  private static void replication(Consumer<RelationDefinition> add) {
    add.accept(
        empty(
            PG,
            "pg_publication",
            6104,
            "oid oid!, pubname name!, pubowner oid!, puballtables bool!, pubinsert bool!,"
                + " pubupdate bool!, pubdelete bool!, pubtruncate bool!, pubviaroot bool!"));
    add.accept(
        empty(
            PG,
            "pg_publication_rel",
            6106,
            "oid oid!, prpubid oid!, prrelid oid!, prqual pg_node_tree, prattrs int2[]"));
    add.accept(empty(PG, "pg_publication_namespace", 6237, "oid oid!, pnpubid oid!, pnnspid oid!"));
    add.accept(
        empty(
            PG,
            "pg_publication_tables",
            0,
            "pubname name, schemaname name, tablename name, attnames name[], rowfilter text"));
    add.accept(
        empty(
            PG,
            "pg_subscription",
            6100,
            "oid oid!, subdbid oid!, subname name!, subowner oid!, subenabled bool!"));
    add.accept(
        empty(
            PG,
            "pg_replication_slots",
            0,
            "slot_name name, plugin name, slot_type text, datoid oid, database name,"
                + " temporary bool, active bool, active_pid int4"));
    add.accept(
        empty(
            PG,
            "pg_stat_replication",
            0,
            "pid int4, usesysid oid, usename name, application_name text, client_addr text,"
                + " state text"));
  }

  private static void programs(Consumer<RelationDefinition> add) {
    add.accept(
        empty(
            PG,
            "pg_extension",
            3079,
            "oid oid!, extname name!, extowner oid!, extnamespace oid!, extrelocatable bool!,"
                + " extversion text!, extconfig oid[], extcondition text[]"));
    add.accept(
        empty(
            PG,
            "pg_available_extensions",
            0,
            "name name, default_version text, installed_version text, comment text"));
    add.accept(
        empty(
            PG,
            "pg_opclass",
            2616,
            "oid oid!, opcmethod oid!, opcname name!, opcnamespace oid!, opcowner oid!,"
                + " opcfamily oid!, opcintype oid!, opcdefault bool!, opckeytype oid!"));
    add.accept(
        empty(
            PG,
            "pg_opfamily",
            2753,
            "oid oid!, opfmethod oid!, opfname name!, opfnamespace oid!, opfowner oid!"));
    add.accept(
        empty(
            PG,
            "pg_conversion",
            2607,
            "oid oid!, conname name!, connamespace oid!, conowner oid!, conforencoding int4!,"
                + " contoencoding int4!, conproc regproc!, condefault bool!"));
    add.accept(
        empty(
            PG,
            "pg_event_trigger",
            3466,
            "oid oid!, evtname name!, evtevent name!, evtowner oid!, evtfoid oid!,"
                + " evtenabled char!, evttags text[]"));
  }

  private static void rest(Consumer<RelationDefinition> add) {
    add.accept(
        empty(
            PG,
            "pg_enum",
            3501,
            "oid oid!, enumtypid oid!, enumsortorder float4!, enumlabel name!"));
    add.accept(
        empty(
            PG,
            "pg_auth_members",
            1261,
            "roleid oid!, member oid!, grantor oid!, admin_option bool!"));
    add.accept(
        empty(PG, "pg_db_role_setting", 2964, "setdatabase oid!, setrole oid!, setconfig text[]"));
    add.accept(
        empty(
            PG,
            "pg_default_acl",
            826,
            "oid oid!, defaclrole oid!, defaclnamespace oid!, defaclobjtype char!,"
                + " defaclacl aclitem[]!"));
    add.accept(
        empty(
            PG,
            "pg_locks",
            0,
            "locktype text, database oid, relation oid, page int4, tuple int2, virtualxid text,"
                + " transactionid xid, classid oid, objid oid, objsubid int2,"
                + " virtualtransaction text, pid int4, mode text, granted bool, fastpath bool,"
                + " waitstart timestamptz"));
    add.accept(
        empty(PG, "pg_foreign_table", 3118, "ftrelid oid!, ftserver oid!, ftoptions text[]"));
    add.accept(
        empty(
            PG,
            "pg_foreign_server",
            1417,
            "oid oid!, srvname name!, srvowner oid!, srvfdw oid!, srvtype text,"
                + " srvversion text, srvacl aclitem[], srvoptions text[]"));
    add.accept(
        empty(
            PG,
            "pg_foreign_data_wrapper",
            2328,
            "oid oid!, fdwname name!, fdwowner oid!, fdwhandler oid!, fdwvalidator oid!,"
                + " fdwacl aclitem[], fdwoptions text[]"));
    add.accept(
        empty(
            PG,
            "pg_stat_user_indexes",
            0,
            "relid oid, indexrelid oid, schemaname name, relname name, indexrelname name,"
                + " idx_scan int8, idx_tup_read int8, idx_tup_fetch int8"));
    add.accept(
        empty(
            PG,
            "pg_seclabel",
            3596,
            "objoid oid!, classoid oid!, objsubid int4!, provider text!, label text!"));
    add.accept(
        empty(
            PG,
            "pg_prepared_statements",
            0,
            "name text, statement text, prepare_time timestamptz, parameter_types text,"
                + " from_sql bool"));
    add.accept(
        empty(
            PG,
            "pg_ts_config",
            3602,
            "oid oid!, cfgname name!, cfgnamespace oid!, cfgowner oid!, cfgparser oid!"));
    add.accept(
        empty(PG, "pg_largeobject_metadata", 2995, "oid oid!, lomowner oid!, lomacl aclitem[]"));
    add.accept(
        empty(
            PG, "pg_rules", 0, "schemaname name, tablename name, rulename name, definition text"));
  }
}
