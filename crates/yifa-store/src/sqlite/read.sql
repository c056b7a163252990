/* The read tables: put and ask. */

-- matter_put
INSERT INTO matter VALUES
    (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
ON CONFLICT (jurisdiction, matter) DO UPDATE SET
    seq = excluded.seq, procedure = excluded.procedure, version = excluded.version, number = excluded.number,
    title = excluded.title, state = excluded.state, is_final = excluded.is_final, body = excluded.body,
    body_path = excluded.body_path, persons = excluded.persons, opened_on = excluded.opened_on,
    changed_at = excluded.changed_at, due_on = excluded.due_on, notice_on = excluded.notice_on,
    yellow_on = excluded.yellow_on, red_on = excluded.red_on, data = excluded.data, search = excluded.search,
    renew_on = excluded.renew_on;

-- matter_person_delete
DELETE FROM matter_person WHERE jurisdiction = ?1 AND matter = ?2;

-- matter_person_insert
INSERT INTO matter_person VALUES (?1, ?2, ?3);

-- waiting_delete
DELETE FROM waiting WHERE jurisdiction = ?1 AND matter = ?2;

-- waiting_insert
INSERT INTO waiting VALUES (?1, ?2, ?3, ?4, ?5);

-- clock_delete
DELETE FROM clock WHERE jurisdiction = ?1 AND matter = ?2;

-- clock_insert
INSERT INTO clock VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14);

-- link_delete
DELETE FROM link WHERE jurisdiction = ?1 AND matter = ?2;

-- link_insert
INSERT INTO link VALUES (?1, ?2, ?3, ?4);

-- uniqueness_delete
DELETE FROM uniqueness WHERE jurisdiction = ?1 AND matter = ?2;

-- uniqueness_insert
INSERT INTO uniqueness (jurisdiction, matter, procedure, field, value) VALUES (?1, ?2, ?3, ?4, ?5);

-- figure_delete
/* Named, since the engine would rather walk all figures of the city. */
DELETE FROM figure INDEXED BY figure_matter WHERE jurisdiction = ?1 AND matter = ?2;

-- figure_insert
INSERT INTO figure
    (jurisdiction, matter, ordinal, measure, body, body_path, on_day, counted, hit, amount, late_after, labels)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- disclosure_delete
DELETE FROM disclosure WHERE jurisdiction = ?1 AND matter = ?2;

-- disclosure_insert
INSERT INTO disclosure VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- matter_terms_put
INSERT INTO matter_terms (jurisdiction, matter, digest, terms, changed_at) VALUES (?1, ?2, ?3, ?4, ?5);

-- tally_add
INSERT INTO tally VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (jurisdiction, procedure, state, body_path, body, is_final)
DO UPDATE SET matters = matters + excluded.matters;

-- matter_list
SELECT matter, seq, procedure, version, number, title, state, is_final, body, body_path, persons, opened_on,
       changed_at, due_on, notice_on, yellow_on, red_on, data
FROM matter WHERE jurisdiction = ?1
    AND matter IN (

-- keys_all
/* The keys of one page, found on an index alone where the filter allows; only their rows are then read. */
SELECT matter.matter FROM matter WHERE jurisdiction = ?1

-- keys_open
SELECT matter.matter FROM matter INDEXED BY matter_open WHERE jurisdiction = ?1 AND is_final = 0

-- keys_few
SELECT matter.matter FROM json_each(?) few
CROSS JOIN matter ON matter.jurisdiction = ? AND matter.matter = few.value
WHERE 1 = 1

-- keys_person
SELECT matter.matter FROM matter_person p
CROSS JOIN matter ON matter.jurisdiction = p.jurisdiction AND matter.matter = p.matter
WHERE p.jurisdiction = ? AND p.person = ?

-- waits_for
/* Whether a matter of a list waits for somebody: its role, and that nothing shuts this person out. */
AND EXISTS (SELECT 1 FROM waiting w WHERE w.jurisdiction = matter.jurisdiction AND w.matter = matter.matter

-- not_shut_out
AND instr(w.except_persons, ?) = 0

-- matter_count
SELECT count(*)

-- count_up_to
SELECT count(*) FROM (SELECT 1

-- count_by_state
SELECT name, count(*) FROM (SELECT state AS name

-- count_by_procedure
SELECT name, count(*) FROM (SELECT procedure AS name

-- count_by_body
SELECT name, count(*) FROM (SELECT body AS name

-- tallied
SELECT coalesce(sum(matters), 0) FROM tally WHERE jurisdiction = ?1

-- tallied_by_state
SELECT state, sum(matters) FROM tally WHERE jurisdiction = ?1

-- tallied_by_procedure
SELECT procedure, sum(matters) FROM tally WHERE jurisdiction = ?1

-- tallied_by_body
SELECT body, sum(matters) FROM tally WHERE jurisdiction = ?1

-- counted_all
FROM matter WHERE jurisdiction = ?1

-- counted_open
FROM matter INDEXED BY matter_open WHERE jurisdiction = ?1 AND is_final = 0

-- counted_due
FROM matter INDEXED BY matter_due WHERE jurisdiction = ?1

-- counted_alert
FROM matter INDEXED BY matter_alert WHERE jurisdiction = ?1 AND is_final = 0

-- alert_by
AND min(ifnull(notice_on, '9999-12-31'), ifnull(yellow_on, '9999-12-31'), ifnull(red_on, '9999-12-31')) <= ?

-- counted_waiting
FROM (SELECT DISTINCT w.matter AS waits FROM waiting w INDEXED BY waiting_role WHERE w.jurisdiction = ?1

-- matters_waiting
) CROSS JOIN matter ON matter.jurisdiction = ?1 AND matter.matter = waits WHERE 1 = 1

-- waiting_up_to
SELECT count(*) FROM (SELECT DISTINCT w.matter FROM waiting w INDEXED BY waiting_role WHERE w.jurisdiction = ?1

-- counted_few
FROM json_each(?) few CROSS JOIN matter ON matter.jurisdiction = ?1 AND matter.matter = few.value WHERE 1 = 1

-- counted_held
FROM (SELECT d.matter AS held FROM search CROSS JOIN search_doc d ON d.doc = search.rowid
    WHERE search MATCH ? AND d.jurisdiction = ?1)
CROSS JOIN matter ON matter.jurisdiction = ?1 AND matter.matter = held WHERE 1 = 1

-- held
/* How many the index of searches names, told no further than this; nothing while it is not complete. */
SELECT (SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ?2 LIMIT ?3))
WHERE NOT EXISTS (SELECT 1 FROM rebuild WHERE jurisdiction = ?1);

-- held_all
SELECT matter FROM search CROSS JOIN search_doc d ON d.doc = search.rowid
WHERE d.jurisdiction = ?1 AND search MATCH ?2;

-- held_newest
/* At least ?4 that were changed before ?3, newest first, and all the others of the span in which the last of them was
   changed, but no more than ?5; and the beginning of that span. */
WITH last (span) AS (SELECT min(doc) >> 22 FROM (
    SELECT d.doc FROM search CROSS JOIN search_doc d ON d.doc = search.rowid
    WHERE d.jurisdiction = ?1 AND search MATCH ?2 AND search.rowid < ((?3 - 1 >> 26) + 1) << 22
    ORDER BY search.rowid DESC LIMIT ?4))
SELECT d.matter, (SELECT span FROM last) << 26
FROM search CROSS JOIN search_doc d ON d.doc = search.rowid
WHERE d.jurisdiction = ?1 AND search MATCH ?2
    AND search.rowid < ((?3 - 1 >> 26) + 1) << 22 AND search.rowid >= (SELECT span FROM last) << 22
LIMIT ?5;

-- held_oldest
/* The other way: at least ?4 that were changed at ?3 or later, oldest first, and the end of the last span. */
WITH last (span) AS (SELECT max(doc) >> 22 FROM (
    SELECT d.doc FROM search CROSS JOIN search_doc d ON d.doc = search.rowid
    WHERE d.jurisdiction = ?1 AND search MATCH ?2 AND search.rowid >= (?3 >> 26) << 22
    ORDER BY search.rowid LIMIT ?4))
SELECT d.matter, (SELECT span + 1 FROM last) << 26
FROM search CROSS JOIN search_doc d ON d.doc = search.rowid
WHERE d.jurisdiction = ?1 AND search MATCH ?2
    AND search.rowid >= (?3 >> 26) << 22 AND search.rowid < (SELECT span + 1 FROM last) << 22
LIMIT ?5;

-- few_person
SELECT matter FROM matter_person WHERE jurisdiction = ?1 AND person = ?2 LIMIT ?3;

-- few_waiting
/* Named, since the engine would rather walk what waits for anybody, in the order of matters. */
SELECT DISTINCT w.matter FROM waiting w INDEXED BY waiting_role WHERE w.jurisdiction = ?1

-- few_due
SELECT matter FROM matter INDEXED BY matter_due WHERE jurisdiction = ?1

-- places
/* The matters that stand in the places of the tally that a filter names. */
SELECT matter.matter FROM (SELECT DISTINCT jurisdiction AS j, procedure AS p, state AS s, body_path AS b
    FROM tally WHERE jurisdiction = ?1 AND matters > 0

-- matters_in_places
) CROSS JOIN matter INDEXED BY matter_place
ON matter.jurisdiction = j AND matter.procedure = p AND matter.state = s AND matter.body_path = b LIMIT ?

-- matter_rows
SELECT matter, seq, procedure, version, number, title, state, is_final, body, body_path, persons, opened_on,
       changed_at, due_on, notice_on, yellow_on, red_on, data
FROM matter WHERE jurisdiction = ?1 AND matter IN (SELECT value FROM json_each(?2)) ORDER BY matter;

-- matters_to_renew
SELECT matter FROM matter WHERE jurisdiction = ?1 AND renew_on <= ?2 ORDER BY renew_on, matter LIMIT ?3;

-- matter_by_number
SELECT matter, seq, procedure, version, number, title, state, is_final, body, body_path, persons, opened_on,
       changed_at, due_on, notice_on, yellow_on, red_on, data
FROM matter WHERE jurisdiction = ?1 AND number = ?2 ORDER BY matter;

-- matter_by_unique
SELECT matter FROM uniqueness WHERE jurisdiction = ?1 AND procedure = ?2 AND field = ?3 AND value = ?4;

-- word_in_search
AND instr(search, ?) > 0

-- value_is
/* The way to a value is written a.b; compared as JSON, so that yes and the text "true" stay apart. */
AND (data -> ('$."' || replace(?, '.', '"."') || '"')) = ?

-- value_contains
AND instr(data ->> ('$."' || replace(?, '.', '"."') || '"'), ?) > 0

-- value_from
AND data ->> ('$."' || replace(?, '.', '"."') || '"') >= ?

-- value_until
AND data ->> ('$."' || replace(?, '.', '"."') || '"') <= ?

-- value_at_least
AND json_type(data, ('$."' || replace(?, '.', '"."') || '"')) = 'integer' AND data ->> ('$."' || replace(?, '.', '"."') || '"') >= ?

-- value_at_most
AND json_type(data, ('$."' || replace(?, '.', '"."') || '"')) = 'integer' AND data ->> ('$."' || replace(?, '.', '"."') || '"') <= ?

-- clocks_due
SELECT c.matter, c.ordinal, c.limit_id, c.kind, c.due_on, c.due_at, c.rolled_on, c.notice_on, c.yellow_on,
       c.red_on, c.done_on, c.status, c.last_on
FROM clock c WHERE c.jurisdiction = ?1 AND c.done_on IS NULL

-- clocks_of
SELECT matter, ordinal, limit_id, kind, due_on, due_at, rolled_on, notice_on, yellow_on, red_on, done_on, status,
       last_on
FROM clock WHERE jurisdiction = ?1 AND matter = ?2 ORDER BY ordinal;

-- links_from
SELECT matter, kind, target FROM link WHERE jurisdiction = ?1 AND matter = ?2 ORDER BY kind, target;

-- links_to
SELECT matter, kind, target FROM link WHERE jurisdiction = ?1 AND target = ?2 ORDER BY kind, matter;

-- figure_sums
SELECT measure, '', sum(counted), sum(hit),
       sum(CASE WHEN late_after >= ?2 THEN counted - hit ELSE 0 END), sum(amount)
FROM figure WHERE jurisdiction = ?1

-- figure_sums_body
SELECT measure, body, sum(counted), sum(hit),
       sum(CASE WHEN late_after >= ?2 THEN counted - hit ELSE 0 END), sum(amount)
FROM figure WHERE jurisdiction = ?1

-- figure_sums_month
SELECT measure, substr(on_day, 1, 7), sum(counted), sum(hit),
       sum(CASE WHEN late_after >= ?2 THEN counted - hit ELSE 0 END), sum(amount)
FROM figure WHERE jurisdiction = ?1

-- figure_sums_label
SELECT measure, coalesce(labels ->> ?3, ''), sum(counted), sum(hit),
       sum(CASE WHEN late_after >= ?2 THEN counted - hit ELSE 0 END), sum(amount)
FROM figure WHERE jurisdiction = ?1

-- figure_rows
SELECT matter, ordinal, measure, body, body_path, on_day, counted, hit, amount, late_after, labels
FROM figure WHERE jurisdiction = ?1

-- disclosure_list
SELECT matter, slug, kind, from_on, until_on, withdrawn_on, title, public, search
FROM disclosure WHERE jurisdiction = ?1

-- disclosure
SELECT matter, slug, kind, from_on, until_on, withdrawn_on, title, public, search
FROM disclosure WHERE jurisdiction = ?1 AND slug = ?2;

-- disclosures_of
SELECT matter, slug, kind, from_on, until_on, withdrawn_on, title, public, search
FROM disclosure INDEXED BY disclosure_matter WHERE jurisdiction = ?1 AND matter = ?2 ORDER BY from_on, slug;
