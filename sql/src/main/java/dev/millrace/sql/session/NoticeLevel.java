package dev.millrace.sql.session;

import dev.millrace.sql.port.Notice;
import java.util.List;

/// Which messages `client_min_messages` lets through.
final class NoticeLevel {

  private static final List<String> ORDER =
      List.of(
          "debug5", "debug4", "debug3", "debug2", "debug1", "debug", "log", "notice", "warning",
          "error");

  private NoticeLevel() {}

  static boolean isWanted(Notice notice, String least) {
    String severity = notice.severity().toLowerCase(java.util.Locale.ROOT);
    // As in PostgreSQL, INFO always reaches the client.
    return severity.equals("info") || ORDER.indexOf(severity) >= ORDER.indexOf(least);
  }
}
