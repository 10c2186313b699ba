package dev.millrace.sql.execute;

import dev.millrace.model.codec.SessionStyle;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.statement.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Queries that were planned lately, by their text and everything of a session that planning reads.
/// Clients ask the same catalog queries again and again, and binding one costs more than running
/// it. Shared by all sessions; any thread.
public final class PlanCache {

  /// Entries kept; the least recently used go first.
  private static final int ENTRIES_MAX = 1_000;

  /// Longer texts are rarely sent twice.
  private static final int TEXT_MAX = 20_000;

  private final Map<Key, Entry> entries =
      new LinkedHashMap<Key, PlanCache.Entry>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, PlanCache.Entry> eldest) {
          return size() > ENTRIES_MAX;
        }
      };

  /// What a plan depends on besides the catalog.
  public record Key(
      String text,
      List<@Nullable SqlType> declared,
      String user,
      String database,
      String searchPath,
      SessionStyle style) {}

  /// A planned query.
  ///
  /// @param version of the catalog that it was planned against
  public record Entry(Statement statement, Work work, long version) {}

  /// The plan for a key and a version of the catalog, or null.
  public @Nullable Entry find(Key key, long version) {
    synchronized (entries) {
      Entry entry = entries.get(key);
      return entry != null && entry.version() == version ? entry : null;
    }
  }

  /// Keeps a plan if it is of a kind that is worth it.
  public void put(Key key, Entry entry) {
    Work work = entry.work();
    boolean isWorthIt =
        work.effect() == Work.Effect.READ
            && work.isReusable()
            && !work.isStream()
            && key.text().length() <= TEXT_MAX;
    if (isWorthIt) {
      synchronized (entries) {
        entries.put(key, entry);
      }
    }
  }
}
