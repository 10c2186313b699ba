package dev.millrace.sql.execute;

import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.relation.RelationContext;
import dev.millrace.sql.catalog.relation.SequenceSession;
import dev.millrace.sql.catalog.table.SequencePosition;
import dev.millrace.sql.execute.sequence.SequenceDraws;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.setting.SettingDefinition;
import dev.millrace.sql.setting.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one statement sees: one version of the catalog, the session's variables and user, its
/// moment in time, where it reads, and where its notices go. Confined to the session's thread.
public record Frame(
    Instance instance,
    CatalogState state,
    Settings settings,
    Who who,
    Instant transactionStart,
    Instant statementStart,
    Interruption interruption,
    TransactionReads reads,
    Consumer<Notice> notices,
    SequenceDraws draws) {

  /// Whose session it is.
  public record Who(String user, int processId, String sessionId, String remoteAddress) {}

  /// What names mean to the session in this version of the catalog.
  public Names names() {
    return names(state);
  }

  /// What names mean to the session in another version of the catalog.
  public Names names(CatalogState version) {
    return new Names(
        version,
        instance.relations(),
        settings.show("database"),
        settings.searchPath(),
        Schema.temporaryOf(who.processId()));
  }

  /// The role that acts: what SET ROLE named, or who logged in.
  public String role() {
    String role = settings.show("role");
    return role.equals("none") ? who.user() : role;
  }

  /// The id of the role that owns what the statement creates.
  public long ownerId(CatalogState version) {
    var role = version.role(role());
    return role != null ? role.id() : version.roles().iterator().next().id();
  }

  /// What system relations make their rows from.
  public RelationContext relationContext() {
    return new RelationContext(
        names(), role(), instance.functions(), instance, new SessionSide(this));
  }

  /// What the session has to do with catalog functions.
  private record SessionSide(Frame frame) implements RelationContext.SessionView {
    @Override
    public List<RelationContext.Variable> variables() {
      List<RelationContext.Variable> variables = new ArrayList<>();
      for (SettingDefinition d : SettingDefinition.all()) {
        String value = frame.settings().show(d.name());
        variables.add(new RelationContext.Variable(d.name(), value, d.description()));
      }
      for (String own : frame.settings().own()) {
        variables.add(new RelationContext.Variable(own, frame.settings().show(own), ""));
      }
      return variables;
    }

    @Override
    public String set(String name, String value, boolean isLocal) {
      List<String> values =
          name.equalsIgnoreCase("search_path") ? Settings.names(value) : List.of(value);
      frame.settings().set(name, values, isLocal);
      return frame.settings().show(name);
    }

    @Override
    public SequenceSession sequences() {
      return frame.draws();
    }

    @Override
    public @Nullable Long reached(Item sequence) {
      SequencePosition position = frame.instance().sequences().reached(sequence);
      return position.isCalled() ? position.last() : null;
    }

    @Override
    public boolean cancel(int processId) {
      return frame.instance().sessions().cancel(processId);
    }
  }

  /// The same statement, asked to stop in another way.
  public Frame interruptedBy(Interruption other) {
    return new Frame(
        instance,
        state,
        settings,
        who,
        transactionStart,
        statementStart,
        other,
        reads,
        notices,
        draws);
  }

  /// The same statement, reading elsewhere.
  public Frame reading(TransactionReads other) {
    return new Frame(
        instance,
        state,
        settings,
        who,
        transactionStart,
        statementStart,
        interruption,
        other,
        notices,
        draws);
  }

  /// Sends a notice.
  public void notice(Notice notice) {
    notices.accept(notice);
  }
}
