-- The log: what the hash chain covers, and apart from it the personal values that can be erased.

CREATE TABLE event (
    jurisdiction TEXT NOT NULL,
    matter TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    content TEXT NOT NULL,
    sealed TEXT NOT NULL,
    attachments TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    happened_at INTEGER,
    known_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (jurisdiction, matter, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE payload (
    jurisdiction TEXT NOT NULL,
    matter TEXT NOT NULL,
    seq INTEGER NOT NULL,
    path TEXT NOT NULL,
    salt BLOB,
    value TEXT,
    PRIMARY KEY (jurisdiction, matter, seq, path)
) STRICT, WITHOUT ROWID;

-- Beside the log.

CREATE TABLE head (
    jurisdiction TEXT NOT NULL,
    matter TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (jurisdiction, matter)
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
    jurisdiction TEXT NOT NULL,
    series TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, series)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer (
    jurisdiction TEXT NOT NULL,
    command_key TEXT NOT NULL,
    command_digest BLOB NOT NULL,
    heads TEXT NOT NULL,
    answer TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, command_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    jurisdiction TEXT NOT NULL,
    id TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    topic TEXT NOT NULL,
    body TEXT NOT NULL,
    delivered_at INTEGER,
    PRIMARY KEY (jurisdiction, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_pending ON outbox (jurisdiction, id) WHERE delivered_at IS NULL;

CREATE TABLE journal (
    jurisdiction TEXT NOT NULL,
    id TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    matter TEXT,
    content TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_matter ON journal (jurisdiction, matter, id) WHERE matter IS NOT NULL;

CREATE TABLE record (
    jurisdiction TEXT NOT NULL,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    value TEXT NOT NULL,
    expires_at INTEGER,
    PRIMARY KEY (jurisdiction, collection, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
    jurisdiction TEXT NOT NULL,
    digest BLOB NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (jurisdiction, digest)
) STRICT;

-- A row here: the read tables of the jurisdiction are not complete.
CREATE TABLE rebuild (
    jurisdiction TEXT NOT NULL,
    PRIMARY KEY (jurisdiction)
) STRICT, WITHOUT ROWID;

-- Read tables: all can be dropped and rebuilt from the log.

CREATE TABLE matter (
    jurisdiction TEXT NOT NULL,
    matter TEXT NOT NULL,
    seq INTEGER NOT NULL,
    procedure TEXT NOT NULL,
    version TEXT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    is_final INTEGER NOT NULL,
    body TEXT NOT NULL,
    body_path TEXT NOT NULL,
    persons TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    due_on TEXT NOT NULL,
    notice_on TEXT,
    yellow_on TEXT,
    red_on TEXT,
    data TEXT NOT NULL,
    search TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, matter)
) STRICT;
-- They carry what lists filter by, so that a filter seldom reads the rows that it rejects.
CREATE INDEX matter_changed ON matter (jurisdiction, changed_at, matter, is_final, procedure, state, body_path);
CREATE INDEX matter_open ON matter
    (jurisdiction, changed_at, matter, procedure, state, body_path, body, due_on, notice_on, yellow_on, red_on)
    WHERE is_final = 0;
CREATE INDEX matter_procedure ON matter (jurisdiction, procedure, changed_at, matter, is_final, state, body_path);
CREATE INDEX matter_number ON matter (jurisdiction, number, matter);
CREATE INDEX matter_due ON matter (jurisdiction, due_on, matter, is_final, procedure, state, body_path)
    WHERE due_on < '9999-12-31';

CREATE TABLE matter_person (
    jurisdiction TEXT NOT NULL,
    matter TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, matter, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX matter_person_person ON matter_person (jurisdiction, person, matter);

CREATE TABLE clock (
    jurisdiction TEXT NOT NULL,
    matter TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    limit_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    due_on TEXT,
    due_at INTEGER,
    rolled_on TEXT,
    notice_on TEXT,
    yellow_on TEXT,
    red_on TEXT,
    done_on TEXT,
    status TEXT NOT NULL,
    last_on TEXT,
    PRIMARY KEY (jurisdiction, matter, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX clock_running ON clock (jurisdiction, last_on, matter, ordinal)
    WHERE done_on IS NULL AND last_on IS NOT NULL;

CREATE TABLE link (
    jurisdiction TEXT NOT NULL,
    matter TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, matter, kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_target ON link (jurisdiction, target, matter);

CREATE TABLE uniqueness (
    jurisdiction TEXT NOT NULL,
    procedure TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    matter TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, value, procedure, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX uniqueness_matter ON uniqueness (jurisdiction, matter);

-- Lies in the order in which sums read it.
CREATE TABLE figure (
    jurisdiction TEXT NOT NULL,
    measure TEXT NOT NULL,
    on_day TEXT NOT NULL,
    matter TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    body TEXT NOT NULL,
    body_path TEXT NOT NULL,
    counted INTEGER NOT NULL,
    hit INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    late_after TEXT,
    labels TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, measure, on_day, matter, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX figure_matter ON figure (jurisdiction, matter);

CREATE TABLE disclosure (
    jurisdiction TEXT NOT NULL,
    matter TEXT NOT NULL,
    slug TEXT NOT NULL,
    kind TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT,
    withdrawn_on TEXT,
    title TEXT NOT NULL,
    public TEXT NOT NULL,
    search TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, slug)
) STRICT;
CREATE INDEX disclosure_from ON disclosure (jurisdiction, from_on, slug);
CREATE INDEX disclosure_matter ON disclosure (jurisdiction, matter);
