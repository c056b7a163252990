-- The newest of however many hold a word are read first.
CREATE INDEX matter_terms_changed ON matter_terms (jurisdiction, changed_at);
