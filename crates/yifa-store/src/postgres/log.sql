/* The log and what stands beside it. */

-- load_heads
SELECT matter, seq, hash FROM head
WHERE jurisdiction = $1 AND matter = ANY (ARRAY(SELECT json_array_elements_text($2::text::json)));

-- load_places
SELECT matter, procedure, state, body_path, body, is_final FROM matter
WHERE jurisdiction = $1 AND matter = ANY (ARRAY(SELECT json_array_elements_text($2::text::json)));

-- load_series
SELECT series, value FROM series
WHERE jurisdiction = $1 AND series = ANY (ARRAY(SELECT json_array_elements_text($2::text::json)));

-- load_answers
SELECT command_key, command_digest, heads, answer FROM answer
WHERE jurisdiction = $1 AND command_key = ANY (ARRAY(SELECT json_array_elements_text($2::text::json)));

-- load_uniques
SELECT procedure, field, value, matter FROM uniqueness
WHERE jurisdiction = $1 AND value = ANY (ARRAY(SELECT json_array_elements_text($2::text::json)));

-- load_slugs
SELECT slug, matter FROM disclosure
WHERE jurisdiction = $1 AND slug = ANY (ARRAY(SELECT json_array_elements_text($2::text::json)));

-- event_insert
INSERT INTO event SELECT $1::text, * FROM unnest(
    $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bytea[], $14::bytea[]);

-- payload_insert
INSERT INTO payload SELECT $1::text, * FROM unnest(
    $2::text[], $3::bigint[], $4::text[], $5::bytea[], $6::text[]);

-- head_insert
INSERT INTO head SELECT $1::text, * FROM unnest(
    $2::text[], $3::bigint[], $4::bytea[]);

-- head_update
UPDATE head SET seq = new.seq, hash = new.hash
FROM unnest($2::text[], $3::bigint[], $4::bytea[]) AS new (matter, seq, hash)
WHERE head.jurisdiction = $1 AND head.matter = new.matter;

-- series_insert
INSERT INTO series SELECT $1::text, * FROM unnest(
    $2::text[], $3::bigint[]);

-- series_update
UPDATE series SET value = new.value
FROM unnest($2::text[], $3::bigint[]) AS new (series, value)
WHERE series.jurisdiction = $1 AND series.series = new.series;

-- answer_insert
INSERT INTO answer SELECT $1::text, * FROM unnest(
    $2::text[], $3::bytea[], $4::text[], $5::text[], $6::bigint[]);

-- answer_forget
DELETE FROM answer WHERE jurisdiction = $1 AND recorded_at < $2;

-- outbox_insert
INSERT INTO outbox SELECT $1::text, *, NULL::bigint FROM unnest(
    $2::text[], $3::bigint[], $4::text[], $5::text[]);

-- outbox_pending
SELECT id, recorded_at, topic, body FROM outbox
WHERE jurisdiction = $1 AND delivered_at IS NULL ORDER BY id LIMIT $2;

-- outbox_delivered
UPDATE outbox SET delivered_at = $2
WHERE jurisdiction = $1 AND delivered_at IS NULL
    AND id = ANY (ARRAY(SELECT json_array_elements_text($3::text::json)));

-- journal_insert
INSERT INTO journal SELECT $1::text, * FROM unnest(
    $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[]);

-- journal_tally
SELECT content, count(*) FROM journal WHERE jurisdiction = $1

-- journal_list
SELECT id, recorded_at, kind, actor, matter, content FROM journal WHERE jurisdiction = $1

-- head
SELECT matter, seq, hash FROM head WHERE jurisdiction = $1 AND matter = $2;

-- heads_after
SELECT matter, seq, hash FROM head WHERE jurisdiction = $1 AND matter > $2 ORDER BY matter LIMIT $3;

-- events
SELECT matter, seq, kind, actor, content, sealed, attachments, happened_on, happened_at, known_at, recorded_at,
       prev_hash, hash
FROM event WHERE jurisdiction = $1 AND matter = $2 AND seq >= $3 ORDER BY seq;

-- events_of
SELECT matter, seq, kind, actor, content, sealed, attachments, happened_on, happened_at, known_at, recorded_at,
       prev_hash, hash
FROM event
WHERE jurisdiction = $1
    AND matter = ANY (ARRAY(SELECT json_array_elements_text($2::text::json))) ORDER BY matter, seq;

-- payload
SELECT matter, seq, path, salt, value FROM payload WHERE jurisdiction = $1 AND matter = $2 AND seq >= $3
ORDER BY seq;

-- payload_of
SELECT matter, seq, path, salt, value FROM payload
WHERE jurisdiction = $1
    AND matter = ANY (ARRAY(SELECT json_array_elements_text($2::text::json))) ORDER BY matter, seq;

-- payload_erase
UPDATE payload SET salt = NULL, value = NULL
WHERE jurisdiction = $1 AND matter = $2 AND seq = $3 AND path = $4;

-- verify_events
SELECT matter, seq, kind, actor, content, sealed, attachments, happened_on, happened_at, known_at, recorded_at,
       prev_hash, hash
FROM event WHERE jurisdiction = $1 AND (matter, seq) > (convert_from($2, 'UTF8'), $3) ORDER BY matter, seq LIMIT $4;

-- verify_payload
SELECT matter, seq, path, salt, value FROM payload
WHERE jurisdiction = $1 AND (matter, seq) > (convert_from($2, 'UTF8'), $3)
    AND (matter, seq) <= (convert_from($4, 'UTF8'), $5) ORDER BY matter, seq;

-- verify_strays
SELECT matter, seq, 'a head without events' FROM head h
WHERE jurisdiction = $1 AND NOT EXISTS
    (SELECT 1 FROM event e WHERE e.jurisdiction = $1 AND e.matter = h.matter AND e.seq = h.seq)
UNION ALL
SELECT matter, seq, 'a personal value without its event' FROM payload p
WHERE jurisdiction = $1 AND NOT EXISTS
    (SELECT 1 FROM event e WHERE e.jurisdiction = $1 AND e.matter = p.matter AND e.seq = p.seq);

-- answer
SELECT command_key, command_digest, heads, answer FROM answer WHERE jurisdiction = $1 AND command_key = $2;

-- series_value
SELECT value FROM series WHERE jurisdiction = $1 AND series = $2;
