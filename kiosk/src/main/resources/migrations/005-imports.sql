-- People who were added many at a time, so that a day's import can be taken back as one. The rows themselves are never kept.

CREATE TABLE import (
    id          TEXT PRIMARY KEY,
    account     TEXT NOT NULL,                  -- whose it was
    partner     TEXT REFERENCES partner (id),   -- of the partner admin who made it; null for one of the premises owner's
    made_at     INTEGER NOT NULL,
    added       INTEGER NOT NULL,               -- how many people
    last_record INTEGER NOT NULL,               -- the log's newest then: whoever is in a later one is not taken back
    undone_at   INTEGER
) STRICT;

CREATE INDEX import_by_age ON import (made_at);

CREATE TABLE import_person (
    import TEXT NOT NULL REFERENCES import (id),
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (import, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_of_person ON import_person (person);
