-- The first day on which a matter's rows would come out differently though nothing has happened.

ALTER TABLE matter ADD COLUMN renew_on TEXT COLLATE "C";
CREATE INDEX matter_renew ON matter (jurisdiction, renew_on, matter) WHERE renew_on IS NOT NULL;

-- Rows made before do not have it: they are made again.
INSERT INTO rebuild SELECT DISTINCT jurisdiction FROM head ON CONFLICT (jurisdiction) DO NOTHING;
