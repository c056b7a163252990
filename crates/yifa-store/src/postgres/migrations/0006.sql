-- For whom open matters wait: the roles by whose act they go on, of which bodies, and who of them may not.

CREATE TABLE waiting (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    body_path TEXT COLLATE "C" NOT NULL,
    except_persons TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction, matter, role, body_path)
);
CREATE INDEX waiting_role ON waiting (jurisdiction, role, body_path, matter, except_persons);

-- Rows made before do not have it: they are made again.
INSERT INTO rebuild SELECT DISTINCT jurisdiction FROM head ON CONFLICT (jurisdiction) DO NOTHING;
