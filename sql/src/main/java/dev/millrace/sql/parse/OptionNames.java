package dev.millrace.sql.parse;

import java.util.Set;

/// The names of options that have several words, or whose value may be a bare word without `=`.
/// Only where the `=` is left out does the grammar need them, to tell the name from the value:
/// `SECURITY PROTOCOL SASL_SSL`. Whether an option exists is for the statement's reader to say.
final class OptionNames {

  private static final int WORDS_MAX = 5;

  private static final Set<String> KNOWN =
      Set.of(
          "size",
          "replication factor",
          "managed",
          "schedule",
          "introspection interval",
          "introspection debugging",
          "workload class",
          "availability zone",
          "availability zones",
          "disk",
          "broker",
          "brokers",
          "topic",
          "security protocol",
          "sasl mechanisms",
          "sasl username",
          "sasl password",
          "ssl certificate authority",
          "ssl certificate",
          "ssl key",
          "ssl mode",
          "ssh tunnel",
          "aws connection",
          "aws privatelink",
          "progress topic",
          "progress topic replication factor",
          "progress group id prefix",
          "group id prefix",
          "start offset",
          "start timestamp",
          "topic metadata refresh interval",
          "topic replication factor",
          "topic partition count",
          "topic config",
          "compression type",
          "transactional id prefix",
          "partition by",
          "partition strategy",
          "commit interval",
          "legacy ids",
          "url",
          "host",
          "port",
          "user",
          "username",
          "password",
          "database",
          "publication",
          "text columns",
          "exclude columns",
          "ignore columns",
          "validate",
          "snapshot",
          "progress",
          "timeout",
          "retain",
          "retain history",
          "timestamp interval",
          "refresh",
          "assert not null",
          "tick interval",
          "snapshot rounds",
          "transactional snapshot",
          "value size",
          "batch size",
          "scale factor",
          "max cardinality",
          "as of",
          "up to",
          "format",
          "delimiter",
          "null",
          "quote",
          "escape",
          "header",
          "encoding",
          "force_quote",
          "force_not_null",
          "force_null",
          "freeze",
          "recursion limit",
          "return at recursion limit",
          "error at recursion limit",
          "expected group size",
          "aggregate input group size",
          "distinct on input group size",
          "limit input group size",
          "confluent wire format",
          "null defaults",
          "avro key fullname",
          "avro value fullname",
          "key compatibility level",
          "value compatibility level",
          "hydration time estimate",
          "journal",
          "on error",
          "wait",
          "on timeout",
          "commit every",
          "analyze",
          "verbose",
          "costs",
          "buffers",
          "timing",
          "summary",
          "settings");

  private OptionNames() {}

  /// How many of the words at an index make the option's name; 0 if there is no word.
  static int length(TokenList tokens, int index) {
    int count = 0;
    while (tokens.at(index + count).isWord()) {
      count++;
    }
    if (tokens.at(index + count).is("=")) {
      return count;
    }
    StringBuilder name = new StringBuilder();
    int known = 0;
    for (int i = 0; i < Math.min(count, WORDS_MAX); i++) {
      name.append(i == 0 ? "" : " ").append(tokens.at(index + i).text);
      if (KNOWN.contains(name.toString())) {
        known = i + 1;
      }
    }
    if (known > 0) {
      return known;
    }
    return count > 2 && tokens.at(index + count - 2).is("secret") ? count - 2 : count;
  }
}
