/* The read tables: put and ask. */

-- matter_put
INSERT INTO matter SELECT $1::text, * FROM unnest(
    $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::bigint[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[],
    $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[])
ON CONFLICT (jurisdiction, matter) DO UPDATE SET
    seq = excluded.seq, procedure = excluded.procedure, version = excluded.version, number = excluded.number,
    title = excluded.title, state = excluded.state, is_final = excluded.is_final, body = excluded.body,
    body_path = excluded.body_path, persons = excluded.persons, opened_on = excluded.opened_on,
    changed_at = excluded.changed_at, due_on = excluded.due_on, notice_on = excluded.notice_on,
    yellow_on = excluded.yellow_on, red_on = excluded.red_on, data = excluded.data, search = excluded.search,
    renew_on = excluded.renew_on;

-- matter_person_delete
DELETE FROM matter_person WHERE jurisdiction = $1 AND matter = ANY ($2::text[]);

-- matter_person_insert
INSERT INTO matter_person SELECT $1::text, * FROM unnest(
    $2::text[], $3::text[]);

-- waiting_delete
DELETE FROM waiting WHERE jurisdiction = $1 AND matter = ANY ($2::text[]);

-- waiting_insert
INSERT INTO waiting SELECT $1::text, * FROM unnest(
    $2::text[], $3::text[], $4::text[], $5::text[]);

-- clock_delete
DELETE FROM clock WHERE jurisdiction = $1 AND matter = ANY ($2::text[]);

-- clock_insert
INSERT INTO clock SELECT $1::text, * FROM unnest(
    $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[],
    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[]);

-- link_delete
DELETE FROM link WHERE jurisdiction = $1 AND matter = ANY ($2::text[]);

-- link_insert
INSERT INTO link SELECT $1::text, * FROM unnest(
    $2::text[], $3::text[], $4::text[]);

-- uniqueness_delete
DELETE FROM uniqueness WHERE jurisdiction = $1 AND matter = ANY ($2::text[]);

-- uniqueness_insert
INSERT INTO uniqueness (jurisdiction, matter, procedure, field, value)
SELECT $1::text, * FROM unnest(
    $2::text[], $3::text[], $4::text[], $5::text[]);

-- figure_delete
DELETE FROM figure WHERE jurisdiction = $1 AND matter = ANY ($2::text[]);

-- figure_insert
INSERT INTO figure
    (jurisdiction, matter, ordinal, measure, body, body_path, on_day, counted, hit, amount, late_after, labels)
SELECT $1::text, * FROM unnest(
    $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
    $9::bigint[], $10::bigint[], $11::text[], $12::text[]);

-- disclosure_delete
DELETE FROM disclosure WHERE jurisdiction = $1 AND matter = ANY ($2::text[]);

-- disclosure_insert
INSERT INTO disclosure SELECT $1::text, * FROM unnest(
    $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[]);

-- matter_terms_put
INSERT INTO matter_terms
SELECT $1::text, t.matter, t.digest, array_to_tsvector(string_to_array(t.terms, ' ')), t.changed_at
FROM unnest($2::text[], $3::bytea[], $4::text[], $5::bigint[]) t (matter, digest, terms, changed_at)
ON CONFLICT (jurisdiction, matter) DO UPDATE
SET digest = excluded.digest, terms = excluded.terms, changed_at = excluded.changed_at;

-- tally_add
INSERT INTO tally SELECT $1::text, * FROM unnest(
    $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
ON CONFLICT (jurisdiction, procedure, state, body_path, body, is_final)
DO UPDATE SET matters = tally.matters + excluded.matters;

-- matter_list
SELECT matter, seq, procedure, version, number, title, state, is_final, body, body_path, persons, opened_on,
       changed_at, due_on, notice_on, yellow_on, red_on, data
FROM matter WHERE jurisdiction = $1
    AND matter IN (

-- keys_all
/* The keys of one page, found on an index alone where the filter allows; only their rows are then read. */
SELECT matter.matter FROM matter WHERE jurisdiction = $1

-- keys_open
SELECT matter.matter FROM matter WHERE jurisdiction = $1 AND is_final = 0

-- keys_few
SELECT matter.matter FROM unnest(ARRAY(SELECT json_array_elements_text(?::text::json))) few (id)
JOIN matter ON matter.jurisdiction = ? AND matter.matter = few.id
WHERE true

-- keys_person
SELECT matter.matter FROM matter_person p
JOIN matter ON matter.jurisdiction = p.jurisdiction AND matter.matter = p.matter
WHERE p.jurisdiction = ? AND p.person = ?

-- waits_for
/* Whether a matter of a list waits for somebody: its role, and that nothing shuts this person out. */
AND EXISTS (SELECT 1 FROM waiting w WHERE w.jurisdiction = matter.jurisdiction AND w.matter = matter.matter

-- not_shut_out
AND strpos(w.except_persons, ?) = 0

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
SELECT coalesce(sum(matters), 0)::bigint FROM tally WHERE jurisdiction = $1

-- tallied_by_state
SELECT state, sum(matters)::bigint FROM tally WHERE jurisdiction = $1

-- tallied_by_procedure
SELECT procedure, sum(matters)::bigint FROM tally WHERE jurisdiction = $1

-- tallied_by_body
SELECT body, sum(matters)::bigint FROM tally WHERE jurisdiction = $1

-- counted_all
FROM matter WHERE jurisdiction = $1

-- counted_open
FROM matter WHERE jurisdiction = $1 AND is_final = 0

-- counted_due
FROM matter WHERE jurisdiction = $1

-- counted_alert
FROM matter WHERE jurisdiction = $1 AND is_final = 0

-- alert_by
AND least(notice_on, yellow_on, red_on) <= ?

-- counted_waiting
FROM (SELECT DISTINCT w.matter AS waits FROM waiting w WHERE w.jurisdiction = $1

-- matters_waiting
) named JOIN matter ON matter.jurisdiction = $1 AND matter.matter = named.waits WHERE true

-- waiting_up_to
SELECT count(*) FROM (SELECT DISTINCT w.matter FROM waiting w WHERE w.jurisdiction = $1

-- counted_few
FROM unnest(ARRAY(SELECT json_array_elements_text(?::text::json))) few (id)
JOIN matter ON matter.jurisdiction = $1 AND matter.matter = few.id WHERE true

-- counted_held
FROM (SELECT t.matter AS held FROM matter_terms t WHERE t.terms @@ ?::text::tsquery AND t.jurisdiction = $1) named
JOIN matter ON matter.jurisdiction = $1 AND matter.matter = named.held WHERE true

-- held
/* How many the index of searches names, told no further than this; nothing while it is not complete. */
SELECT (SELECT count(*) FROM (SELECT 1 FROM matter_terms
    WHERE terms @@ $2::text::tsquery AND jurisdiction = $1 LIMIT $3) named)
WHERE NOT EXISTS (SELECT 1 FROM rebuild WHERE jurisdiction = $1);

-- held_all
SELECT matter FROM matter_terms WHERE jurisdiction = $1 AND terms @@ $2::text::tsquery;

-- held_newest
/* At least $4 that were changed before $3, newest first, and all others of the last one's instant, but no more than $5;
   and each one's instant. */
SELECT matter, changed_at FROM (SELECT matter, changed_at FROM matter_terms
    WHERE jurisdiction = $1 AND terms @@ $2::text::tsquery AND changed_at < $3
    ORDER BY changed_at DESC FETCH FIRST $4 ROWS WITH TIES) held LIMIT $5;

-- held_oldest
/* The other way: at least $4 that were changed at $3 or later, oldest first, and what follows each one's instant. */
SELECT matter, changed_at + 1 FROM (SELECT matter, changed_at FROM matter_terms
    WHERE jurisdiction = $1 AND terms @@ $2::text::tsquery AND changed_at >= $3
    ORDER BY changed_at FETCH FIRST $4 ROWS WITH TIES) held LIMIT $5;

-- few_person
SELECT matter FROM matter_person WHERE jurisdiction = $1 AND person = $2 LIMIT $3;

-- few_waiting
SELECT DISTINCT matter FROM waiting w WHERE jurisdiction = $1

-- few_due
SELECT matter FROM matter WHERE jurisdiction = $1

-- places
/* The matters that stand in the places of the tally that a filter names. */
SELECT matter.matter FROM (SELECT DISTINCT jurisdiction AS j, procedure AS p, state AS s, body_path AS b
    FROM tally WHERE jurisdiction = $1 AND matters > 0

-- matters_in_places
) place JOIN matter ON matter.jurisdiction = j AND matter.procedure = p AND matter.state = s AND matter.body_path = b
LIMIT ?

-- matter_rows
SELECT matter, seq, procedure, version, number, title, state, is_final, body, body_path, persons, opened_on,
       changed_at, due_on, notice_on, yellow_on, red_on, data
FROM matter
WHERE jurisdiction = $1
    AND matter = ANY (ARRAY(SELECT json_array_elements_text($2::text::json))) ORDER BY matter;

-- matters_to_renew
SELECT matter FROM matter WHERE jurisdiction = $1 AND renew_on <= $2 ORDER BY renew_on, matter LIMIT $3;

-- matter_by_number
SELECT matter, seq, procedure, version, number, title, state, is_final, body, body_path, persons, opened_on,
       changed_at, due_on, notice_on, yellow_on, red_on, data
FROM matter WHERE jurisdiction = $1 AND number = $2 ORDER BY matter;

-- matter_by_unique
SELECT matter FROM uniqueness WHERE jurisdiction = $1 AND procedure = $2 AND field = $3 AND value = $4;

-- word_in_search
AND strpos(search, ?) > 0

-- value_is
/* The way to a value is written a.b; compared as JSON, so that yes and the text "true" stay apart. */
AND (data::jsonb #> string_to_array(?, '.'))::text = ?

-- value_contains
AND strpos(data::jsonb #>> string_to_array(?, '.'), ?) > 0

-- value_from
AND (data::jsonb #>> string_to_array(?, '.')) COLLATE "C" >= ?

-- value_until
AND (data::jsonb #>> string_to_array(?, '.')) COLLATE "C" <= ?

-- value_at_least
AND CASE WHEN jsonb_typeof(data::jsonb #> string_to_array(?, '.')) = 'number'
         THEN (data::jsonb #>> string_to_array(?, '.'))::numeric >= ?::bigint ELSE false END

-- value_at_most
AND CASE WHEN jsonb_typeof(data::jsonb #> string_to_array(?, '.')) = 'number'
         THEN (data::jsonb #>> string_to_array(?, '.'))::numeric <= ?::bigint ELSE false END

-- clocks_due
SELECT c.matter, c.ordinal, c.limit_id, c.kind, c.due_on, c.due_at, c.rolled_on, c.notice_on, c.yellow_on,
       c.red_on, c.done_on, c.status, c.last_on
FROM clock c WHERE c.jurisdiction = $1 AND c.done_on IS NULL

-- clocks_of
SELECT matter, ordinal, limit_id, kind, due_on, due_at, rolled_on, notice_on, yellow_on, red_on, done_on, status,
       last_on
FROM clock WHERE jurisdiction = $1 AND matter = $2 ORDER BY ordinal;

-- links_from
SELECT matter, kind, target FROM link WHERE jurisdiction = $1 AND matter = $2 ORDER BY kind, target;

-- links_to
SELECT matter, kind, target FROM link WHERE jurisdiction = $1 AND target = $2 ORDER BY kind, matter;

-- figure_sums
SELECT measure, '', sum(counted)::bigint, sum(hit)::bigint,
       sum(CASE WHEN late_after >= $2 THEN counted - hit ELSE 0 END)::bigint, sum(amount)::bigint
FROM figure WHERE jurisdiction = $1

-- figure_sums_body
SELECT measure, body, sum(counted)::bigint, sum(hit)::bigint,
       sum(CASE WHEN late_after >= $2 THEN counted - hit ELSE 0 END)::bigint, sum(amount)::bigint
FROM figure WHERE jurisdiction = $1

-- figure_sums_month
SELECT measure, substr(on_day, 1, 7), sum(counted)::bigint, sum(hit)::bigint,
       sum(CASE WHEN late_after >= $2 THEN counted - hit ELSE 0 END)::bigint, sum(amount)::bigint
FROM figure WHERE jurisdiction = $1

-- figure_sums_label
SELECT measure, coalesce(labels::json ->> $3::text, '') COLLATE "C", sum(counted)::bigint, sum(hit)::bigint,
       sum(CASE WHEN late_after >= $2 THEN counted - hit ELSE 0 END)::bigint, sum(amount)::bigint
FROM figure WHERE jurisdiction = $1

-- figure_rows
SELECT matter, ordinal, measure, body, body_path, on_day, counted, hit, amount, late_after, labels
FROM figure WHERE jurisdiction = $1

-- disclosure_list
SELECT matter, slug, kind, from_on, until_on, withdrawn_on, title, public, search
FROM disclosure WHERE jurisdiction = $1

-- disclosure
SELECT matter, slug, kind, from_on, until_on, withdrawn_on, title, public, search
FROM disclosure WHERE jurisdiction = $1 AND slug = $2;

-- disclosures_of
SELECT matter, slug, kind, from_on, until_on, withdrawn_on, title, public, search
FROM disclosure WHERE jurisdiction = $1 AND matter = $2 ORDER BY from_on, slug;
