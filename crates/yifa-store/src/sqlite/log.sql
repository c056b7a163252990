/* The log and what stands beside it. */

-- load_heads
SELECT matter, seq, hash FROM head WHERE jurisdiction = ?1 AND matter IN (SELECT value FROM json_each(?2));

-- load_places
SELECT matter, procedure, state, body_path, body, is_final FROM matter
WHERE jurisdiction = ?1 AND matter IN (SELECT value FROM json_each(?2));

-- load_series
SELECT series, value FROM series WHERE jurisdiction = ?1 AND series IN (SELECT value FROM json_each(?2));

-- load_answers
SELECT command_key, command_digest, heads, answer FROM answer
WHERE jurisdiction = ?1 AND command_key IN (SELECT value FROM json_each(?2));

-- load_uniques
SELECT procedure, field, value, matter FROM uniqueness
WHERE jurisdiction = ?1 AND value IN (SELECT value FROM json_each(?2));

-- load_slugs
SELECT slug, matter FROM disclosure WHERE jurisdiction = ?1 AND slug IN (SELECT value FROM json_each(?2));

-- event_insert
INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14);

-- payload_insert
INSERT INTO payload VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- head_insert
INSERT INTO head VALUES (?1, ?2, ?3, ?4);

-- head_update
UPDATE head SET seq = ?3, hash = ?4 WHERE jurisdiction = ?1 AND matter = ?2;

-- series_insert
INSERT INTO series VALUES (?1, ?2, ?3);

-- series_update
UPDATE series SET value = ?3 WHERE jurisdiction = ?1 AND series = ?2;

-- answer_insert
INSERT INTO answer VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- answer_forget
DELETE FROM answer WHERE jurisdiction = ?1 AND recorded_at < ?2;

-- outbox_insert
INSERT INTO outbox VALUES (?1, ?2, ?3, ?4, ?5, NULL);

-- outbox_pending
SELECT id, recorded_at, topic, body FROM outbox INDEXED BY outbox_pending
WHERE jurisdiction = ?1 AND delivered_at IS NULL ORDER BY id LIMIT ?2;

-- outbox_delivered
UPDATE outbox SET delivered_at = ?2
WHERE jurisdiction = ?1 AND delivered_at IS NULL AND id IN (SELECT value FROM json_each(?3));

-- journal_insert
INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- journal_tally
SELECT content, count(*) FROM journal WHERE jurisdiction = ?1

-- journal_list
SELECT id, recorded_at, kind, actor, matter, content FROM journal WHERE jurisdiction = ?1

-- head
SELECT matter, seq, hash FROM head WHERE jurisdiction = ?1 AND matter = ?2;

-- heads_after
SELECT matter, seq, hash FROM head WHERE jurisdiction = ?1 AND matter > ?2 ORDER BY matter LIMIT ?3;

-- events
SELECT matter, seq, kind, actor, content, sealed, attachments, happened_on, happened_at, known_at, recorded_at,
       prev_hash, hash
FROM event WHERE jurisdiction = ?1 AND matter = ?2 AND seq >= ?3 ORDER BY seq;

-- events_of
SELECT matter, seq, kind, actor, content, sealed, attachments, happened_on, happened_at, known_at, recorded_at,
       prev_hash, hash
FROM event WHERE jurisdiction = ?1 AND matter IN (SELECT value FROM json_each(?2)) ORDER BY matter, seq;

-- payload
SELECT matter, seq, path, salt, value FROM payload WHERE jurisdiction = ?1 AND matter = ?2 AND seq >= ?3
ORDER BY seq;

-- payload_of
SELECT matter, seq, path, salt, value FROM payload
WHERE jurisdiction = ?1 AND matter IN (SELECT value FROM json_each(?2)) ORDER BY matter, seq;

-- payload_erase
UPDATE payload SET salt = NULL, value = NULL
WHERE jurisdiction = ?1 AND matter = ?2 AND seq = ?3 AND path = ?4;

-- verify_events
SELECT matter, seq, kind, actor, content, sealed, attachments, happened_on, happened_at, known_at, recorded_at,
       prev_hash, hash
FROM event WHERE jurisdiction = ?1 AND (matter, seq) > (CAST(?2 AS TEXT), ?3) ORDER BY matter, seq LIMIT ?4;

-- verify_payload
SELECT matter, seq, path, salt, value FROM payload
WHERE jurisdiction = ?1 AND (matter, seq) > (CAST(?2 AS TEXT), ?3)
    AND (matter, seq) <= (CAST(?4 AS TEXT), ?5) ORDER BY matter, seq;

-- verify_strays
SELECT matter, seq, 'a head without events' FROM head h
WHERE jurisdiction = ?1 AND NOT EXISTS
    (SELECT 1 FROM event e WHERE e.jurisdiction = ?1 AND e.matter = h.matter AND e.seq = h.seq)
UNION ALL
SELECT matter, seq, 'a personal value without its event' FROM payload p
WHERE jurisdiction = ?1 AND NOT EXISTS
    (SELECT 1 FROM event e WHERE e.jurisdiction = ?1 AND e.matter = p.matter AND e.seq = p.seq);

-- answer
SELECT command_key, command_digest, heads, answer FROM answer WHERE jurisdiction = ?1 AND command_key = ?2;

-- series_value
SELECT value FROM series WHERE jurisdiction = ?1 AND series = ?2;
