-- Lines of one kind in a stretch of time: how often the law said no in a year.

CREATE INDEX journal_kind ON journal (jurisdiction, kind, id);
