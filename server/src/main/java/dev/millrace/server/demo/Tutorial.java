package dev.millrace.server.demo;

import java.util.ArrayList;
import java.util.List;

/// The statements of the e-commerce tutorial: where users, purchases and items come from, and the
/// views that say what each user bought during the last minute.
public final class Tutorial {

  /// The view at the end, with one row per user who bought something.
  public static final String RESULT = "items_and_total_last_min";

  /// What a newcomer looks at.
  public static final String SUBSCRIBE = "SUBSCRIBE (SELECT * FROM " + RESULT + ")";

  private Tutorial() {}

  /// The three relations from the built-in load generator.
  ///
  /// @param options of the generator, for example `RATE 300`
  public static List<String> fromGenerator(String options) {
    return List.of(
        "CREATE SOURCE ecommerce FROM LOAD GENERATOR ECOMMERCE (" + options + ") FOR ALL TABLES");
  }

  /// The three relations from the topics that the tutorial's producer writes, without passwords.
  public static List<String> fromKafka(String broker, String registry) {
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE CONNECTION kafka TO KAFKA (BROKER "
            + quoted(broker)
            + ", SECURITY PROTOCOL 'PLAINTEXT')");
    statements.add(
        "CREATE CONNECTION csr TO CONFLUENT SCHEMA REGISTRY (URL " + quoted(registry) + ")");
    for (String relation : List.of("users", "purchases", "items")) {
      statements.add(source(relation));
    }
    return List.copyOf(statements);
  }

  /// A relation of the tutorial over connections `kafka` and `csr`.
  public static String source(String relation) {
    return """
    CREATE SOURCE %s
      FROM KAFKA CONNECTION kafka (TOPIC 'mz_datagen_ecommerce_%s')
      KEY FORMAT BYTES
      VALUE FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION csr
      INCLUDE TIMESTAMP AS ts
      ENVELOPE UPSERT\
    """
        .formatted(relation, relation);
  }

  /// The views and indexes, in order.
  public static List<String> views() {
    return List.of(
        """
        CREATE VIEW purchases_items_last_min AS
          SELECT id, user_id, unnest(item_ids) AS item_id, ts
          FROM purchases
          WHERE mz_now() >= ts AND mz_now() <= ts + INTERVAL '1m'\
        """,
        "CREATE INDEX ON purchases_items_last_min (item_id)",
        "CREATE INDEX ON items (id)",
        """
        CREATE VIEW purchases_items_last_min_enriched AS
          SELECT p.id, p.user_id, p.item_id, i.material, i.description, p.ts
          FROM purchases_items_last_min AS p
          JOIN items AS i ON p.item_id = i.id\
        """,
        "CREATE INDEX ON purchases (user_id)",
        "CREATE INDEX ON users (id)",
        """
        CREATE VIEW purchases_total_last_min AS
          SELECT u.id AS user_id,
                 list_agg(p.id) AS purchase_ids,
                 sum(CAST(p.total AS numeric)) AS total_last_min
          FROM users AS u
          JOIN purchases AS p ON u.id = p.user_id
          WHERE mz_now() >= p.ts AND mz_now() <= p.ts + INTERVAL '1m'
          GROUP BY u.id\
        """,
        "CREATE INDEX ON purchases_items_last_min_enriched (user_id)",
        """
        CREATE VIEW items_and_total_last_min AS
          SELECT pi.user_id, u.email, pt.total_last_min,
                 list_agg(pi.item_id) AS item_ids,
                 list_agg(pi.material) AS materials
          FROM purchases_items_last_min_enriched AS pi
          JOIN purchases_total_last_min AS pt ON pi.user_id = pt.user_id
          JOIN users AS u ON pi.user_id = u.id
          GROUP BY 1, 2, 3\
        """,
        "CREATE INDEX ON items_and_total_last_min (email)");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
