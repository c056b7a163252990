-- The log: what the hash chain covers, and apart from it the personal values that can be erased.

CREATE TABLE event (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    sealed TEXT COLLATE "C" NOT NULL,
    attachments TEXT COLLATE "C" NOT NULL,
    happened_on TEXT COLLATE "C" NOT NULL,
    happened_at BIGINT,
    known_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (jurisdiction, matter, seq)
);

CREATE TABLE payload (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    salt BYTEA,
    value TEXT COLLATE "C",
    PRIMARY KEY (jurisdiction, matter, seq, path)
);

-- Beside the log.

CREATE TABLE head (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (jurisdiction, matter)
);

CREATE TABLE series (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    series TEXT COLLATE "C" NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, series)
);

CREATE TABLE answer (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    command_key TEXT COLLATE "C" NOT NULL,
    command_digest BYTEA NOT NULL,
    heads TEXT COLLATE "C" NOT NULL,
    answer TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, command_key)
);

CREATE TABLE outbox (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    topic TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    delivered_at BIGINT,
    PRIMARY KEY (jurisdiction, id)
);
CREATE INDEX outbox_pending ON outbox (jurisdiction, id) WHERE delivered_at IS NULL;

CREATE TABLE journal (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C",
    content TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction, id)
);
CREATE INDEX journal_matter ON journal (jurisdiction, matter, id) WHERE matter IS NOT NULL;

CREATE TABLE record (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    collection TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT,
    PRIMARY KEY (jurisdiction, collection, id)
);

CREATE TABLE blob (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    digest BYTEA NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (jurisdiction, digest)
);

-- A row here: the read tables of the jurisdiction are not complete.
CREATE TABLE rebuild (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction)
);

-- Read tables: all can be dropped and rebuilt from the log.

CREATE TABLE matter (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    procedure TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    is_final BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    body_path TEXT COLLATE "C" NOT NULL,
    persons TEXT COLLATE "C" NOT NULL,
    opened_on TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    notice_on TEXT COLLATE "C",
    yellow_on TEXT COLLATE "C",
    red_on TEXT COLLATE "C",
    data TEXT COLLATE "C" NOT NULL,
    search TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction, matter)
);
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
    jurisdiction TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction, matter, person)
);
CREATE INDEX matter_person_person ON matter_person (jurisdiction, person, matter);

CREATE TABLE clock (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    ordinal BIGINT NOT NULL,
    limit_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C",
    due_at BIGINT,
    rolled_on TEXT COLLATE "C",
    notice_on TEXT COLLATE "C",
    yellow_on TEXT COLLATE "C",
    red_on TEXT COLLATE "C",
    done_on TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    last_on TEXT COLLATE "C",
    PRIMARY KEY (jurisdiction, matter, ordinal)
);
CREATE INDEX clock_running ON clock (jurisdiction, last_on, matter, ordinal)
    WHERE done_on IS NULL AND last_on IS NOT NULL;

CREATE TABLE link (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    target TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction, matter, kind, target)
);
CREATE INDEX link_target ON link (jurisdiction, target, matter);

CREATE TABLE uniqueness (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    procedure TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction, value, procedure, field)
);
CREATE INDEX uniqueness_matter ON uniqueness (jurisdiction, matter);

-- Lies in the order in which sums read it.
CREATE TABLE figure (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    measure TEXT COLLATE "C" NOT NULL,
    on_day TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    ordinal BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    body_path TEXT COLLATE "C" NOT NULL,
    counted BIGINT NOT NULL,
    hit BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    late_after TEXT COLLATE "C",
    labels TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction, measure, on_day, matter, ordinal)
);
CREATE INDEX figure_matter ON figure (jurisdiction, matter);

CREATE TABLE disclosure (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    from_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C",
    withdrawn_on TEXT COLLATE "C",
    title TEXT COLLATE "C" NOT NULL,
    public TEXT COLLATE "C" NOT NULL,
    search TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction, slug)
);
CREATE INDEX disclosure_from ON disclosure (jurisdiction, from_on, slug);
CREATE INDEX disclosure_matter ON disclosure (jurisdiction, matter);
