-- The index of searches knows when each matter was changed, so that it names them in the order of most lists.

ALTER TABLE search_doc ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
UPDATE search_doc SET changed_at = coalesce(
    (SELECT m.changed_at FROM matter m WHERE m.jurisdiction = search_doc.jurisdiction AND m.matter = search_doc.matter), 0);

DROP TRIGGER matter_terms_put;
DROP TRIGGER matter_terms_drop;
DROP VIEW matter_terms;
CREATE VIEW matter_terms AS SELECT jurisdiction, matter, digest, '' AS terms, changed_at FROM search_doc;

-- Of a matter whose terms have not changed, only the instant is kept.
CREATE TRIGGER matter_terms_same INSTEAD OF INSERT ON matter_terms
WHEN EXISTS (SELECT 1 FROM search_doc d
    WHERE d.jurisdiction = NEW.jurisdiction AND d.matter = NEW.matter AND d.digest = NEW.digest)
BEGIN
    UPDATE search_doc SET changed_at = NEW.changed_at
    WHERE jurisdiction = NEW.jurisdiction AND matter = NEW.matter;
END;

CREATE TRIGGER matter_terms_put INSTEAD OF INSERT ON matter_terms
WHEN NOT EXISTS (SELECT 1 FROM search_doc d
    WHERE d.jurisdiction = NEW.jurisdiction AND d.matter = NEW.matter AND d.digest = NEW.digest)
BEGIN
    DELETE FROM search WHERE rowid IN
        (SELECT doc FROM search_doc WHERE jurisdiction = NEW.jurisdiction AND matter = NEW.matter);
    DELETE FROM search_doc WHERE jurisdiction = NEW.jurisdiction AND matter = NEW.matter;
    INSERT INTO search_doc (jurisdiction, matter, digest, changed_at)
        VALUES (NEW.jurisdiction, NEW.matter, NEW.digest, NEW.changed_at);
    INSERT INTO search (rowid, terms)
        SELECT doc, NEW.terms FROM search_doc WHERE jurisdiction = NEW.jurisdiction AND matter = NEW.matter;
END;

CREATE TRIGGER matter_terms_drop INSTEAD OF DELETE ON matter_terms
BEGIN
    DELETE FROM search WHERE rowid IN
        (SELECT doc FROM search_doc WHERE jurisdiction = OLD.jurisdiction AND matter = OLD.matter);
    DELETE FROM search_doc WHERE jurisdiction = OLD.jurisdiction AND matter = OLD.matter;
END;
