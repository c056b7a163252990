-- The index of searches: which matters hold a pair of characters, or a value for lists.

CREATE TABLE matter_terms (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    digest BYTEA NOT NULL,
    terms TSVECTOR NOT NULL,
    PRIMARY KEY (jurisdiction, matter)
);
CREATE INDEX matter_terms_terms ON matter_terms USING gin (terms);

-- Matters of before are not in it yet: until they are made again, searches read every row.
INSERT INTO rebuild SELECT DISTINCT jurisdiction FROM head ON CONFLICT (jurisdiction) DO NOTHING;
