package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.relation.CatalogFunctions;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.Definitions;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.define.place.TemporaryObjects;
import dev.millrace.sql.execute.define.source.SourceColumns;
import dev.millrace.sql.statement.AlterStatement;
import dev.millrace.sql.statement.CreateStatement;
import dev.millrace.sql.statement.DropStatement;
import dev.millrace.sql.statement.MiscStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.calcite.sql.SqlNode;

/// Statements that change the catalog: which class does which, and what they answer.
public final class Definers {

  private Definers() {}

  /// A statement that changes the catalog when it runs.
  private record DefineWork(String tag, Consumer<Frame> body) implements Work {
    @Override
    public Effect effect() {
      return Effect.DEFINE;
    }

    @Override
    public Outcome run(Run run) {
      body.accept(run.frame());
      return new Outcome.Done(tag);
    }
  }

  public static Work create(CreateStatement statement, String text) {
    return switch (statement) {
      case CreateStatement.CreateTable s ->
          TemporaryObjects.in(
              s.name(),
              s.isTemporary(),
              edit("CREATE TABLE", (e, f) -> DefineTables.create(s, text, e, f)));
      case CreateStatement.CreateSequence s ->
          edit("CREATE SEQUENCE", (e, f) -> DefineSequences.create(s, text, e, f));
      case CreateStatement.CreateView s ->
          TemporaryObjects.in(
              s.name(),
              s.isTemporary(),
              edit("CREATE VIEW", (e, f) -> DefineRelations.view(s, e, f)));
      case CreateStatement.CreateMaterializedView s ->
          edit("CREATE MATERIALIZED VIEW", (e, f) -> DefineRelations.materializedView(s, e, f));
      case CreateStatement.CreateIndex s ->
          rows("CREATE INDEX", (e, f) -> DefineIndexes.create(s, e, f));
      case CreateStatement.CreateSecret s ->
          new DefineWork(
              "CREATE SECRET", f -> DefineConnections.secret(s, secretValue(s.value(), f), f));
      case CreateStatement.CreateConnection s ->
          new DefineWork("CREATE CONNECTION", f -> DefineConnections.connection(s, text, f));
      case CreateStatement.CreateSource s ->
          new DefineWork("CREATE SOURCE", f -> DefineSources.create(s, text, f));
      case CreateStatement.CreateCluster s ->
          edit("CREATE CLUSTER", (e, f) -> DefineObjects.cluster(s, e, f));
      case CreateStatement.CreateClusterReplica s ->
          edit("CREATE CLUSTER REPLICA", (e, f) -> DefineObjects.replica(s, e, f));
      case CreateStatement.CreateSchema s ->
          edit("CREATE SCHEMA", (e, f) -> DefineObjects.schema(s, e, f));
      case CreateStatement.CreateDatabase s ->
          edit("CREATE DATABASE", (e, f) -> DefineObjects.database(s, e, f));
      case CreateStatement.CreateRole s ->
          edit("CREATE ROLE", (e, f) -> DefineObjects.role(s, e, f));
      case CreateStatement.CreateTableAs s ->
          TemporaryObjects.in(s.name(), s.isTemporary(), new TableAs(s, text));
      case CreateStatement.CreateTableFromSource s ->
          throw refuse("CREATE TABLE FROM SOURCE", s.name());
      case CreateStatement.CreateSink s -> throw refuse("CREATE SINK", s.from());
      case CreateStatement.CreateType s -> throw refuse("CREATE TYPE", s.name());
    };
  }

  private static DatabaseException refuse(String what, dev.millrace.sql.statement.ObjectName name) {
    return DatabaseException.notSupported(what, name.position());
  }

  public static Work alter(AlterStatement statement) {
    return switch (statement) {
      case AlterStatement.Alter s
          when s.changes().getFirst() instanceof AlterStatement.Change.SecretValue change ->
          new DefineWork(
              "ALTER SECRET",
              f -> DefineConnections.alterSecret(s, secretValue(change.value(), f), f));
      case AlterStatement.Alter s
          when s.changes().getFirst() instanceof AlterStatement.Change.AddSourceColumn ->
          new DefineWork("ALTER SOURCE", f -> SourceColumns.add(s, f));
      case AlterStatement.Alter s ->
          rows(
              "ALTER " + s.kind().words().toUpperCase(Locale.ROOT),
              (e, f) -> Alterations.alter(s, e, f));
      case AlterStatement.AlterSystem _ -> throw DatabaseException.notSupported("ALTER SYSTEM", 0);
      case AlterStatement.AlterDefaultPrivileges _ ->
          throw DatabaseException.notSupported("ALTER DEFAULT PRIVILEGES", 0);
    };
  }

  public static Work drop(DropStatement statement) {
    return switch (statement) {
      case DropStatement.Drop s ->
          new DefineWork(
              Drops.tag(s.kind()),
              frame -> {
                List<Item> gone = new ArrayList<>();
                Definitions.change(
                    frame,
                    edit -> gone.addAll(Drops.drop(s, edit, frame)),
                    () -> {
                      frame.instance().sequences().forget(gone);
                      frame.instance().sources().stop(gone);
                    });
              });
      case DropStatement.DropOwned _ -> throw DatabaseException.notSupported("DROP OWNED", 0);
    };
  }

  public static Work misc(MiscStatement statement) {
    return switch (statement) {
      case MiscStatement.Comment s -> edit("COMMENT", (e, f) -> Alterations.comment(s, e, f));
      case MiscStatement.ValidateConnection s ->
          new DefineWork("VALIDATE CONNECTION", f -> DefineConnections.validate(s, f));
      case MiscStatement.Listen _ -> throw DatabaseException.notSupported("LISTEN", 0);
      case MiscStatement.Notify _ -> throw DatabaseException.notSupported("NOTIFY", 0);
      // Nothing can be listened to, so there is nothing to end.
      case MiscStatement.Unlisten _ -> new Nothing("UNLISTEN");
    };
  }

  /// Plans in the catalog's own order of changes.
  private interface Edit {
    void apply(CatalogEdit edit, Frame frame);
  }

  private static Work edit(String tag, Edit body) {
    return new DefineWork(tag, frame -> Definitions.change(frame, edit -> body.apply(edit, frame)));
  }

  /// Plans a change whose step looks at rows.
  private interface RowEdit {
    Function<Snapshot, List<Change.Delta>> apply(CatalogEdit edit, Frame frame);
  }

  private static Work rows(String tag, RowEdit body) {
    return new DefineWork(
        tag, frame -> Definitions.changeRows(frame, edit -> body.apply(edit, frame), () -> {}));
  }

  private static byte[] secretValue(SqlNode value, Frame frame) {
    Binding binding = Binding.of(frame);
    Scalar scalar =
        binding
            .binder()
            .expression(value, ScalarType.TEXT, "value", binding.request(BindMode.ONE_SHOT));
    Object secret = Interpreter.evaluate(scalar, new CatalogFunctions(frame.relationContext()));
    if (!(secret instanceof Slice text)) {
      throw new DatabaseException(SqlState.NULL_VALUE_NOT_ALLOWED, "secret value can not be null");
    }
    return text.toBytes();
  }

  /// A statement that has nothing to do.
  public record Nothing(String tag) implements Work {
    @Override
    public Effect effect() {
      return Effect.NONE;
    }

    @Override
    public Outcome run(Run run) {
      return new Outcome.Done(tag);
    }
  }
}
