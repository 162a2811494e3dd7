-- Presence finished: besides passages, what administrators said of somebody and the night's check-outs move it, and it holds
-- a checkpoint, so that it is the same after the log has forgotten what it was worked out from.

CREATE TABLE movement (
    record     INTEGER PRIMARY KEY REFERENCES record (id),
    person     TEXT NOT NULL,
    counted_at INTEGER NOT NULL,         -- the door's time where trusted, else the time of arrival; as said, for a correction
    controller TEXT NOT NULL,
    sequence   INTEGER NOT NULL,
    journal    TEXT NOT NULL,
    way        TEXT NOT NULL,            -- IN, OUT, TOGGLE, UNKNOWN; SAID_HERE, SAID_LEFT for a correction
    confidence TEXT NOT NULL,
    clock      TEXT NOT NULL,
    doubt      TEXT                      -- why the door is no surer, where it says so
) STRICT;

INSERT INTO movement
SELECT record, person, counted_at, controller, sequence, journal, direction, confidence, clock, NULL FROM passage;

CREATE INDEX movement_in_order ON movement (person, counted_at, controller, sequence, journal);
CREATE INDEX movement_by_time ON movement (counted_at);

CREATE TABLE stay_of (
    record     INTEGER PRIMARY KEY REFERENCES record (id),  -- of what it began with, or of the lone exit
    person     TEXT NOT NULL,
    counted_at INTEGER NOT NULL,
    controller TEXT NOT NULL,
    sequence   INTEGER NOT NULL,
    journal    TEXT NOT NULL,
    seen_at    INTEGER NOT NULL,         -- the last sign that the person was there
    ended_at   INTEGER,                  -- for CHECKED_OUT, since when nobody knows
    state      TEXT NOT NULL,
    confidence TEXT NOT NULL,
    basis      TEXT NOT NULL
) STRICT;

INSERT INTO stay_of
SELECT record, person, counted_at, controller, sequence, journal,
    coalesce((SELECT max(movement.counted_at) FROM movement
        WHERE movement.person = stay.person AND movement.counted_at >= stay.counted_at
            AND (stay.ended_at IS NULL OR movement.counted_at < stay.ended_at)), counted_at),
    ended_at, state, confidence, basis
FROM stay;

DROP TABLE stay;
DROP TABLE passage;
ALTER TABLE stay_of RENAME TO stay;

CREATE INDEX stay_in_order ON stay (person, counted_at, controller, sequence, journal);
CREATE INDEX stay_present ON stay (person) WHERE state = 'PRESENT';
CREATE INDEX stay_by_end ON stay (ended_at) WHERE ended_at IS NOT NULL;

-- The night's check-outs, which concern whoever had not been seen for a while.

CREATE TABLE night (
    record      INTEGER PRIMARY KEY REFERENCES record (id),
    night       TEXT NOT NULL,           -- the site's date it belongs to
    counted_at  INTEGER NOT NULL,
    controller  TEXT NOT NULL,
    sequence    INTEGER NOT NULL,
    journal     TEXT NOT NULL,
    seen_before INTEGER NOT NULL
) STRICT;

CREATE INDEX night_in_order ON night (counted_at, controller, sequence, journal);

-- The checkpoint: nothing up to this time counts any more but what is carried over it, which is who was on site then.

CREATE TABLE checkpoint (
    only  INTEGER PRIMARY KEY CHECK (only = 1),
    up_to INTEGER NOT NULL
) STRICT;

CREATE TABLE carried_stay (
    person     TEXT PRIMARY KEY,
    record     INTEGER NOT NULL REFERENCES record (id),
    counted_at INTEGER NOT NULL,
    controller TEXT NOT NULL,
    sequence   INTEGER NOT NULL,
    journal    TEXT NOT NULL,
    seen_at    INTEGER NOT NULL,
    ended_at   INTEGER,
    state      TEXT NOT NULL,
    confidence TEXT NOT NULL,
    basis      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
