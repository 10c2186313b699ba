-- The e-commerce tutorial from secrets to the last index. Variables: broker, broker_user,
-- broker_password, ca (PEM), registry, registry_user, registry_password.
\set ON_ERROR_STOP on
CREATE SECRET kafka_user AS :'broker_user';
CREATE SECRET kafka_password AS :'broker_password';
CREATE SECRET kafka_ca AS :'ca';
CREATE SECRET csr_user AS :'registry_user';
CREATE SECRET csr_password AS :'registry_password';

-- No SECURITY PROTOCOL: a connection with SASL speaks TLS.
CREATE CONNECTION kafka TO KAFKA (
  BROKER = :'broker',
  SASL MECHANISMS = 'PLAIN',
  SASL USERNAME = SECRET kafka_user,
  SASL PASSWORD = SECRET kafka_password,
  SSL CERTIFICATE AUTHORITY = SECRET kafka_ca
);
CREATE CONNECTION csr TO CONFLUENT SCHEMA REGISTRY (
  URL :'registry',
  USERNAME = SECRET csr_user,
  PASSWORD = SECRET csr_password
);

CREATE CLUSTER sources REPLICAS (r1 (SIZE='3xsmall'));
CREATE CLUSTER ecommerce REPLICAS (r1 (SIZE='2xsmall'));

CREATE SOURCE users IN CLUSTER sources
  FROM KAFKA CONNECTION kafka (TOPIC 'mz_datagen_ecommerce_users')
  KEY FORMAT BYTES VALUE FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION csr
  INCLUDE TIMESTAMP AS ts ENVELOPE UPSERT;
CREATE SOURCE purchases IN CLUSTER sources
  FROM KAFKA CONNECTION kafka (TOPIC 'mz_datagen_ecommerce_purchases')
  KEY FORMAT BYTES VALUE FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION csr
  INCLUDE TIMESTAMP AS ts ENVELOPE UPSERT;
CREATE SOURCE items IN CLUSTER sources
  FROM KAFKA CONNECTION kafka (TOPIC 'mz_datagen_ecommerce_items')
  KEY FORMAT BYTES VALUE FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION csr
  INCLUDE TIMESTAMP AS ts ENVELOPE UPSERT;

SET CLUSTER = ecommerce;

CREATE VIEW purchases_items_last_min AS
  SELECT id, user_id, unnest(item_ids) AS item_id, ts
  FROM purchases
  WHERE mz_now() >= ts AND mz_now() <= ts + INTERVAL '1m';
CREATE INDEX ON purchases_items_last_min (item_id);
CREATE INDEX ON items (id);
CREATE VIEW purchases_items_last_min_enriched AS
  SELECT p.id, p.user_id, p.item_id, i.material, i.description, p.ts
  FROM purchases_items_last_min AS p JOIN items AS i ON p.item_id = i.id;
CREATE INDEX ON purchases (user_id);
CREATE INDEX ON users (id);
CREATE VIEW purchases_total_last_min AS
  SELECT u.id AS user_id, list_agg(p.id) AS purchase_ids,
         SUM(CAST(p.total AS numeric)) AS total_last_min
  FROM users AS u JOIN purchases AS p ON u.id = p.user_id
  WHERE mz_now() >= p.ts AND mz_now() <= p.ts + INTERVAL '1m'
  GROUP BY u.id;
CREATE INDEX ON purchases_items_last_min_enriched (user_id);
CREATE VIEW items_and_total_last_min AS
  SELECT pi.user_id, u.email, pt.total_last_min,
         list_agg(pi.item_id) AS item_ids, list_agg(pi.material) AS materials
  FROM purchases_items_last_min_enriched AS pi
  JOIN purchases_total_last_min AS pt ON pi.user_id = pt.user_id
  JOIN users AS u ON pi.user_id = u.id
  GROUP BY 1, 2, 3;
CREATE INDEX ON items_and_total_last_min (email);
