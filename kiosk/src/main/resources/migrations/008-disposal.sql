-- Forgetting: what a record held goes when its time is over. Its header, and the hash of what is gone, stay for ever.

-- When it happened, as far as any clock can be believed: never later than it came here.

ALTER TABLE record ADD COLUMN happened INTEGER AS (
    CASE WHEN clock = 'TRUSTED' AND at < received_at THEN at ELSE received_at END) VIRTUAL;

-- What there is to forget, the oldest of each kind first. What is forgotten is out of it.

CREATE INDEX record_to_forget ON record (kind, happened) WHERE body IS NOT NULL;

-- What nobody here can read may tell of anybody.

CREATE INDEX record_unreadable ON record (id) WHERE readable = 0 AND body IS NOT NULL;

CREATE TABLE disposal (
    only     INTEGER PRIMARY KEY CHECK (only = 1),
    ended_at INTEGER NOT NULL            -- the last night's, or when the service first thought of it
) STRICT;

-- What must not be forgotten although its time is over: of a person or of everybody, from and until a moment.

CREATE TABLE disposal_hold (
    id        TEXT PRIMARY KEY,
    person    TEXT,                      -- null for everybody
    from_at   INTEGER NOT NULL,
    until_at  INTEGER NOT NULL,          -- the first moment that is not held
    placed_at INTEGER NOT NULL,
    lifted_at INTEGER                    -- null while it holds
) STRICT;
