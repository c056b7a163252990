-- For whom open matters wait: the roles by whose act they go on, of which bodies, and who of them may not.

CREATE TABLE waiting (
    jurisdiction TEXT NOT NULL,
    matter TEXT NOT NULL,
    role TEXT NOT NULL,
    body_path TEXT NOT NULL,
    except_persons TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, matter, role, body_path)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_role ON waiting (jurisdiction, role, body_path, matter, except_persons);

-- Rows made before do not have it: they are made again.
INSERT OR IGNORE INTO rebuild SELECT DISTINCT jurisdiction FROM head;
