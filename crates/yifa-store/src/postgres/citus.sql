/* Citus: every table is distributed by jurisdiction and lies beside the others of the same jurisdiction, so
   that a transaction, which never leaves its jurisdiction, runs on one node. */
DO $$
DECLARE
    place regclass;
BEGIN
    CREATE EXTENSION IF NOT EXISTS citus;
    FOREACH place IN ARRAY ARRAY[
        'event', 'payload', 'head', 'series', 'answer', 'outbox', 'journal', 'record', 'blob', 'rebuild',
        'matter', 'matter_terms', 'matter_person', 'clock', 'link', 'uniqueness', 'figure', 'disclosure',
        'tally', 'waiting']::regclass[]
    LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = place) THEN
            IF place = 'event'::regclass THEN
                PERFORM create_distributed_table(place, 'jurisdiction');
            ELSE
                PERFORM create_distributed_table(place, 'jurisdiction', colocate_with => 'event');
            END IF;
        END IF;
    END LOOP;
END
$$;
