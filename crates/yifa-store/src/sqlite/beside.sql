/* Records, files, and running the store. */

-- blob_put
INSERT INTO blob VALUES (?1, ?2, ?3) ON CONFLICT (jurisdiction, digest) DO NOTHING;

-- blob_get
SELECT bytes FROM blob WHERE jurisdiction = ?1 AND digest = ?2;

-- record_put
/* An expired record counts as version 0. ?6 is the expected version, or NULL for any. */
INSERT INTO record (jurisdiction, collection, id, version, value, expires_at)
SELECT ?1, ?2, ?3, 1, ?4, ?5
WHERE ?6 IS NULL OR ?6 = 0
    OR EXISTS (SELECT 1 FROM record WHERE jurisdiction = ?1 AND collection = ?2 AND id = ?3)
ON CONFLICT (jurisdiction, collection, id) DO UPDATE SET
    version = CASE WHEN record.expires_at <= ?7 THEN 1 ELSE record.version + 1 END,
    value = excluded.value, expires_at = excluded.expires_at
WHERE ?6 IS NULL OR ?6 = CASE WHEN record.expires_at <= ?7 THEN 0 ELSE record.version END
RETURNING version;

-- record_get
SELECT collection, id, version, value, expires_at FROM record
WHERE jurisdiction = ?1 AND collection = ?2 AND id = ?3 AND (expires_at IS NULL OR expires_at > ?4);

-- record_list
SELECT collection, id, version, value, expires_at FROM record
WHERE jurisdiction = ?1 AND collection = ?2 AND id > ?3 AND (expires_at IS NULL OR expires_at > ?4)
ORDER BY id LIMIT ?5;

-- records_below
SELECT collection, id, version, value, expires_at FROM record
WHERE jurisdiction = ?1 AND collection = ?2 AND id >= ?3 AND id < ?4 AND (expires_at IS NULL OR expires_at > ?5)
ORDER BY id LIMIT ?6;

-- record_count
SELECT count(*) FROM (SELECT 1 FROM record
    WHERE jurisdiction = ?1 AND collection = ?2 AND (expires_at IS NULL OR expires_at > ?3) LIMIT ?4) counted;

-- record_delete
DELETE FROM record WHERE jurisdiction = ?1 AND collection = ?2 AND id = ?3;

-- record_expire
DELETE FROM record WHERE jurisdiction = ?1 AND expires_at <= ?2;

-- jurisdiction_after
SELECT min(jurisdiction) FROM (
    SELECT min(jurisdiction) AS jurisdiction FROM event WHERE jurisdiction > ?1
    UNION ALL SELECT min(jurisdiction) FROM journal WHERE jurisdiction > ?1
    UNION ALL SELECT min(jurisdiction) FROM record WHERE jurisdiction > ?1
    UNION ALL SELECT min(jurisdiction) FROM blob WHERE jurisdiction > ?1
    UNION ALL SELECT min(jurisdiction) FROM series WHERE jurisdiction > ?1
    UNION ALL SELECT min(jurisdiction) FROM answer WHERE jurisdiction > ?1
    UNION ALL SELECT min(jurisdiction) FROM outbox WHERE jurisdiction > ?1);

-- stats
SELECT 'event', count(*) FROM event WHERE jurisdiction = ?1
UNION ALL SELECT 'payload', count(*) FROM payload WHERE jurisdiction = ?1
UNION ALL SELECT 'head', count(*) FROM head WHERE jurisdiction = ?1
UNION ALL SELECT 'matter', count(*) FROM matter WHERE jurisdiction = ?1
UNION ALL SELECT 'clock', count(*) FROM clock WHERE jurisdiction = ?1
UNION ALL SELECT 'link', count(*) FROM link WHERE jurisdiction = ?1
UNION ALL SELECT 'figure', count(*) FROM figure WHERE jurisdiction = ?1
UNION ALL SELECT 'disclosure', count(*) FROM disclosure WHERE jurisdiction = ?1
UNION ALL SELECT 'journal', count(*) FROM journal WHERE jurisdiction = ?1
UNION ALL SELECT 'outbox', count(*) FROM outbox WHERE jurisdiction = ?1
UNION ALL SELECT 'record', count(*) FROM record WHERE jurisdiction = ?1
UNION ALL SELECT 'blob', count(*) FROM blob WHERE jurisdiction = ?1
UNION ALL SELECT ' open', count(*) FROM matter WHERE jurisdiction = ?1 AND is_final = 0
UNION ALL SELECT ' pending', count(*) FROM outbox INDEXED BY outbox_pending
    WHERE jurisdiction = ?1 AND delivered_at IS NULL
UNION ALL SELECT ' rebuild', count(*) FROM rebuild WHERE jurisdiction = ?1;

-- drop_matter
DELETE FROM matter WHERE jurisdiction = ?1;

-- drop_tally
DELETE FROM tally WHERE jurisdiction = ?1;

-- drop_matter_terms
DELETE FROM matter_terms WHERE jurisdiction = ?1;

-- drop_matter_person
DELETE FROM matter_person WHERE jurisdiction = ?1;

-- drop_waiting
DELETE FROM waiting WHERE jurisdiction = ?1;

-- drop_clock
DELETE FROM clock WHERE jurisdiction = ?1;

-- drop_link
DELETE FROM link WHERE jurisdiction = ?1;

-- drop_uniqueness
DELETE FROM uniqueness WHERE jurisdiction = ?1;

-- drop_figure
DELETE FROM figure WHERE jurisdiction = ?1;

-- drop_disclosure
DELETE FROM disclosure WHERE jurisdiction = ?1;

-- rebuild_mark
INSERT INTO rebuild VALUES (?1) ON CONFLICT (jurisdiction) DO NOTHING;

-- rebuild_unmark
DELETE FROM rebuild WHERE jurisdiction = ?1;

-- export_event
SELECT jurisdiction, matter, seq, kind, actor, content, sealed, attachments, happened_on, happened_at, known_at,
       recorded_at, prev_hash, hash
FROM event ORDER BY jurisdiction, matter, seq;

-- export_payload
SELECT jurisdiction, matter, seq, path, salt, value FROM payload ORDER BY jurisdiction, matter, seq, path;

-- export_head
SELECT jurisdiction, matter, seq, hash FROM head ORDER BY jurisdiction, matter;

-- export_series
SELECT jurisdiction, series, value FROM series ORDER BY jurisdiction, series;

-- export_answer
SELECT jurisdiction, command_key, command_digest, heads, answer, recorded_at FROM answer
ORDER BY jurisdiction, command_key;

-- export_outbox
SELECT jurisdiction, id, recorded_at, topic, body, delivered_at FROM outbox ORDER BY jurisdiction, id;

-- export_journal
SELECT jurisdiction, id, recorded_at, kind, actor, matter, content FROM journal ORDER BY jurisdiction, id;

-- export_record
SELECT jurisdiction, collection, id, version, value, expires_at FROM record
ORDER BY jurisdiction, collection, id;

-- export_blob
SELECT jurisdiction, digest, bytes FROM blob ORDER BY jurisdiction, digest;

-- import_outbox
INSERT INTO outbox VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- import_record
INSERT INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- import_blob
INSERT INTO blob VALUES (?1, ?2, ?3);
