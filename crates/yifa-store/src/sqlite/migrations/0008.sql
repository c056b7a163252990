-- The index of searches stands in the order of changes, so that the newest of however many hold a word are read first.

-- `doc` says when: 2^26 microseconds (some 67 seconds) are a span, and within it up to 2^22 matters are numbered as they
-- come.
DROP TABLE search;
DELETE FROM search_doc;
CREATE VIRTUAL TABLE search USING fts5(terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');

DROP TRIGGER matter_terms_same;
DROP TRIGGER matter_terms_put;

-- Where neither the terms nor the span have changed, only the instant is kept.
CREATE TRIGGER matter_terms_same INSTEAD OF INSERT ON matter_terms
WHEN EXISTS (SELECT 1 FROM search_doc d
    WHERE d.jurisdiction = NEW.jurisdiction AND d.matter = NEW.matter AND d.digest = NEW.digest
    AND d.changed_at >> 26 = NEW.changed_at >> 26)
BEGIN
    UPDATE search_doc SET changed_at = NEW.changed_at
    WHERE jurisdiction = NEW.jurisdiction AND matter = NEW.matter;
END;

CREATE TRIGGER matter_terms_put INSTEAD OF INSERT ON matter_terms
WHEN NOT EXISTS (SELECT 1 FROM search_doc d
    WHERE d.jurisdiction = NEW.jurisdiction AND d.matter = NEW.matter AND d.digest = NEW.digest
    AND d.changed_at >> 26 = NEW.changed_at >> 26)
BEGIN
    DELETE FROM search WHERE rowid IN
        (SELECT doc FROM search_doc WHERE jurisdiction = NEW.jurisdiction AND matter = NEW.matter);
    DELETE FROM search_doc WHERE jurisdiction = NEW.jurisdiction AND matter = NEW.matter;
    INSERT INTO search_doc (doc, jurisdiction, matter, digest, changed_at)
        SELECT 1 + coalesce(max(doc), (NEW.changed_at >> 26) << 22),
            NEW.jurisdiction, NEW.matter, NEW.digest, NEW.changed_at
        FROM search_doc
        WHERE doc > (NEW.changed_at >> 26) << 22 AND doc < ((NEW.changed_at >> 26) + 1) << 22;
    INSERT INTO search (rowid, terms)
        SELECT doc, NEW.terms FROM search_doc WHERE jurisdiction = NEW.jurisdiction AND matter = NEW.matter;
END;

-- Until the matters are in it again, searches read every row.
INSERT OR IGNORE INTO rebuild SELECT DISTINCT jurisdiction FROM head;
