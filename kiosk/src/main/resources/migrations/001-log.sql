-- What hangs on the wall: controllers, their doors, and where badges are read.

CREATE TABLE controller (
    id                TEXT PRIMARY KEY,
    name              TEXT NOT NULL,
    journal           TEXT,              -- the newest journal it has begun
    boot              TEXT,              -- of its newest birth, as the next three
    connection        INTEGER,
    uptime            INTEGER,
    version           TEXT,
    offline_since     INTEGER,           -- null while it is heard from
    confirmed_epoch   INTEGER,           -- the revision in force there, as far as it has proved it
    confirmed_number  INTEGER,
    confirmed_since   INTEGER
) STRICT;

CREATE TABLE door (
    id          TEXT PRIMARY KEY,
    controller  TEXT NOT NULL REFERENCES controller (id),
    name        TEXT NOT NULL,
    strike      TEXT NOT NULL DEFAULT 'UNKNOWN',
    contact     TEXT NOT NULL DEFAULT 'UNKNOWN',
    condition   TEXT NOT NULL DEFAULT 'UNKNOWN',
    reported_at INTEGER                  -- null until its controller has told of it
) STRICT;

CREATE INDEX door_of_controller ON door (controller);

CREATE TABLE point (
    id         TEXT PRIMARY KEY,
    controller TEXT NOT NULL REFERENCES controller (id),
    door       TEXT REFERENCES door (id),  -- null where a badge opens nothing
    direction  TEXT NOT NULL,
    name       TEXT NOT NULL
) STRICT;

-- When a revision was sent to a controller, and when it came into force there. A later revision holds all before it.

CREATE TABLE delivery (
    controller   TEXT NOT NULL REFERENCES controller (id),
    epoch        INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    sent_at      INTEGER,
    confirmed_at INTEGER,
    PRIMARY KEY (controller, epoch, number)
) STRICT;

CREATE TABLE command (
    id         TEXT PRIMARY KEY,
    controller TEXT NOT NULL REFERENCES controller (id),
    door       TEXT NOT NULL,
    point      TEXT NOT NULL,
    action     TEXT NOT NULL,
    sent_at    INTEGER NOT NULL,
    outcome    TEXT,                     -- null until the controller has answered
    ended_at   INTEGER
) STRICT;

-- The event log: every record of every journal, once, in order.

CREATE TABLE journal (
    id            TEXT PRIMARY KEY,
    controller    TEXT NOT NULL REFERENCES controller (id),
    first_seen_at INTEGER NOT NULL,
    head          INTEGER NOT NULL,      -- the newest record committed, 0 for none
    head_hash     TEXT NOT NULL
) STRICT;

CREATE TABLE record (
    id           INTEGER PRIMARY KEY,    -- in the order of commits, without a hole; rows are never deleted
    journal      TEXT NOT NULL REFERENCES journal (id),
    sequence     INTEGER NOT NULL,
    controller   TEXT NOT NULL REFERENCES controller (id),
    boot         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    uptime       INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    clock        TEXT NOT NULL,
    salt         TEXT,                   -- null, with the body, once forgotten
    body         TEXT,
    content_hash TEXT NOT NULL,
    hash         TEXT NOT NULL,
    received_at  INTEGER NOT NULL,
    readable     INTEGER NOT NULL,
    UNIQUE (journal, sequence)
) STRICT;

CREATE TABLE alarm (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,
    controller  TEXT NOT NULL REFERENCES controller (id),
    subject     TEXT NOT NULL,           -- what tells it from others of its kind there; one row to a subject
    detail      TEXT NOT NULL,           -- of the newest occurrence
    raised_at   INTEGER NOT NULL,
    last_at     INTEGER NOT NULL,
    occurrences INTEGER NOT NULL,
    UNIQUE (kind, controller, subject)
) STRICT;

-- Presence: the passages in the order they count, and what they fold to.

CREATE TABLE passage (
    record     INTEGER PRIMARY KEY REFERENCES record (id),
    person     TEXT NOT NULL,
    counted_at INTEGER NOT NULL,         -- the door's time where trusted, else the time of arrival
    controller TEXT NOT NULL,
    sequence   INTEGER NOT NULL,
    journal    TEXT NOT NULL,
    door       TEXT NOT NULL,
    direction  TEXT NOT NULL,
    confidence TEXT NOT NULL,
    clock      TEXT NOT NULL
) STRICT;

CREATE INDEX passage_in_order ON passage (person, counted_at, controller, sequence, journal);

CREATE TABLE stay (
    record     INTEGER PRIMARY KEY REFERENCES passage (record),  -- of the passage that began it, or of the lone exit
    person     TEXT NOT NULL,
    counted_at INTEGER NOT NULL,
    controller TEXT NOT NULL,
    sequence   INTEGER NOT NULL,
    journal    TEXT NOT NULL,
    ended_at   INTEGER,
    state      TEXT NOT NULL,
    confidence TEXT NOT NULL,
    basis      TEXT NOT NULL
) STRICT;

CREATE INDEX stay_in_order ON stay (person, counted_at, controller, sequence, journal);
CREATE INDEX stay_present ON stay (person) WHERE state = 'PRESENT';
