package dev.millrace.sql.session;

import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Instance;
import dev.millrace.sql.execute.PlanCache;
import dev.millrace.sql.execute.Planner;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.parse.ParsedStatement;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.setting.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a session comes from text to work: by the plans that all sessions share, or by parsing and
/// planning. Confined to the session's thread.
final class Planning {

  private final Instance instance;
  private final Frame.Who who;
  private final Settings settings;
  private final SessionStatements sessionStatements;

  Planning(Instance instance, Frame.Who who, Settings settings, SessionStatements own) {
    this.instance = instance;
    this.who = who;
    this.settings = settings;
    this.sessionStatements = own;
  }

  /// The statements of a string; a query that some session planned lately comes with its plan.
  ///
  /// @param version of the catalog that the session goes by
  List<Prepared> prepare(String sql, List<@Nullable SqlType> declared, long version) {
    PlanCache.Key key = planKey(sql, declared);
    PlanCache.Entry known = instance.plans().find(key, version);
    if (known != null) {
      Prepared prepared = new Prepared(known.statement(), sql, declared);
      prepared.planned(known.work(), epoch(version));
      return List.of(prepared);
    }
    List<ParsedStatement> parsed = Parser.parse(sql);
    List<Prepared> prepared = new ArrayList<>();
    for (ParsedStatement one : parsed) {
      prepared.add(new Prepared(one.statement(), one.text(), declared));
    }
    if (prepared.size() == 1) {
      prepared.getFirst().keepAs(key);
    }
    return prepared;
  }

  private PlanCache.Key planKey(String text, List<@Nullable SqlType> declared) {
    return new PlanCache.Key(
        text,
        declared,
        who.user() + "/" + settings.show("role"),
        settings.show("database"),
        settings.show("search_path") + temporary(),
        settings.style());
  }

  /// Who has temporary objects means others by some names.
  private String temporary() {
    String schema = Schema.temporaryOf(who.processId());
    boolean hasSome =
        instance.catalog().current().schemas().stream().anyMatch(s -> s.name().equals(schema));
    return hasSome ? "/" + schema : "";
  }

  private long epoch(long version) {
    return version * 1_000_003 + settings.revision();
  }

  /// Plans a statement unless its plan is still good.
  Work plan(Prepared prepared, Frame frame) {
    long version = frame.state().version();
    return prepared.plan(
        epoch(version),
        (statement, p) -> {
          if (sessionStatements.handles(statement)) {
            return sessionStatements.plan(statement, frame);
          }
          Work work = Planner.plan(statement, p.text(), p.declared(), frame);
          PlanCache.Key key = p.key();
          if (key != null && !frame.state().isDraft()) {
            instance.plans().put(key, new PlanCache.Entry(statement, work, version));
          }
          return work;
        });
  }
}
