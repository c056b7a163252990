-- How many matters stand where: kept with every change, so that counting a city of a million reads a few rows.

CREATE TABLE tally (
    jurisdiction TEXT NOT NULL,
    procedure TEXT NOT NULL,
    state TEXT NOT NULL,
    body_path TEXT NOT NULL,
    body TEXT NOT NULL,
    is_final INTEGER NOT NULL,
    matters INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, procedure, state, body_path, body, is_final)
) STRICT, WITHOUT ROWID;
INSERT INTO tally SELECT jurisdiction, procedure, state, body_path, body, is_final, count(*) FROM matter
    GROUP BY 1, 2, 3, 4, 5, 6;

-- Leads from a place of the tally to its matters.
CREATE INDEX matter_place ON matter (jurisdiction, procedure, state, body_path, matter);

-- Open matters by the first day on which they warn.
CREATE INDEX matter_alert ON matter
    (jurisdiction, min(ifnull(notice_on, '9999-12-31'), ifnull(yellow_on, '9999-12-31'), ifnull(red_on, '9999-12-31')),
     red_on, yellow_on, notice_on, body_path)
    WHERE is_final = 0;
