-- How many matters stand where: kept with every change, so that counting a city of a million reads a few rows.

CREATE TABLE tally (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    procedure TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    body_path TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    is_final BIGINT NOT NULL,
    matters BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, procedure, state, body_path, body, is_final)
);
INSERT INTO tally SELECT jurisdiction, procedure, state, body_path, body, is_final, count(*) FROM matter
    GROUP BY 1, 2, 3, 4, 5, 6;

-- Leads from a place of the tally to its matters.
CREATE INDEX matter_place ON matter (jurisdiction, procedure, state, body_path, matter);

-- Open matters by the first day on which they warn.
CREATE INDEX matter_alert ON matter
    (jurisdiction, least(notice_on, yellow_on, red_on), red_on, yellow_on, notice_on, body_path)
    WHERE is_final = 0;
