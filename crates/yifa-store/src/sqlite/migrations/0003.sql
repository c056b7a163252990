-- The index of searches: which matters hold a pair of characters, or a value for lists.

CREATE TABLE search_doc (
    doc INTEGER PRIMARY KEY,
    jurisdiction TEXT NOT NULL,
    matter TEXT NOT NULL,
    digest BLOB NOT NULL,
    UNIQUE (jurisdiction, matter)
) STRICT;

CREATE VIRTUAL TABLE search USING fts5(terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');

CREATE VIEW matter_terms AS SELECT jurisdiction, matter, digest, '' AS terms FROM search_doc;

-- A matter whose terms have not changed is not touched.
CREATE TRIGGER matter_terms_put INSTEAD OF INSERT ON matter_terms
WHEN NOT EXISTS (SELECT 1 FROM search_doc d
    WHERE d.jurisdiction = NEW.jurisdiction AND d.matter = NEW.matter AND d.digest = NEW.digest)
BEGIN
    DELETE FROM search WHERE rowid IN
        (SELECT doc FROM search_doc WHERE jurisdiction = NEW.jurisdiction AND matter = NEW.matter);
    DELETE FROM search_doc WHERE jurisdiction = NEW.jurisdiction AND matter = NEW.matter;
    INSERT INTO search_doc (jurisdiction, matter, digest) VALUES (NEW.jurisdiction, NEW.matter, NEW.digest);
    INSERT INTO search (rowid, terms)
        SELECT doc, NEW.terms FROM search_doc WHERE jurisdiction = NEW.jurisdiction AND matter = NEW.matter;
END;

CREATE TRIGGER matter_terms_drop INSTEAD OF DELETE ON matter_terms
BEGIN
    DELETE FROM search WHERE rowid IN
        (SELECT doc FROM search_doc WHERE jurisdiction = OLD.jurisdiction AND matter = OLD.matter);
    DELETE FROM search_doc WHERE jurisdiction = OLD.jurisdiction AND matter = OLD.matter;
END;

-- Matters of before are not in it yet: until they are made again, searches read every row.
INSERT OR IGNORE INTO rebuild SELECT DISTINCT jurisdiction FROM head;
