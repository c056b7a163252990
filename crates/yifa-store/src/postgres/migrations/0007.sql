-- The index of searches knows when each matter was changed, so that it names them in the order of most lists.

ALTER TABLE matter_terms ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
UPDATE matter_terms t SET changed_at = m.changed_at
FROM matter m WHERE m.jurisdiction = t.jurisdiction AND m.matter = t.matter;
