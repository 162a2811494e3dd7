-- Who may enter: partners, their people, badges, schedules and grants. Names are here and nowhere else.

CREATE TABLE partner (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    visibility TEXT NOT NULL               -- what its people get unless somebody says otherwise
) STRICT;

CREATE TABLE person (
    id         TEXT PRIMARY KEY,
    partner    TEXT NOT NULL REFERENCES partner (id),
    name       TEXT NOT NULL,
    visibility TEXT NOT NULL
) STRICT;

CREATE INDEX person_of_partner ON person (partner, id);

CREATE TABLE badge (
    id             TEXT PRIMARY KEY,
    person         TEXT NOT NULL REFERENCES person (id),
    label          TEXT NOT NULL UNIQUE,   -- the site's own short number, printed on the plastic
    blocked        INTEGER NOT NULL,
    changed_epoch  INTEGER NOT NULL,       -- the revision that last changed it
    changed_number INTEGER NOT NULL
) STRICT;

CREATE INDEX badge_of_person ON badge (person, id);

-- A badge has a token for each badge key that is live. The badge's number is nowhere.

CREATE TABLE badge_token (
    token TEXT PRIMARY KEY,
    badge TEXT NOT NULL REFERENCES badge (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX token_of_badge ON badge_token (badge);

CREATE TABLE schedule (
    id                TEXT PRIMARY KEY,
    name              TEXT NOT NULL,
    weekly            TEXT NOT NULL,       -- windows as JSON, as the access list has them
    on_exception_days TEXT NOT NULL
) STRICT;

CREATE TABLE calendar (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    zone TEXT NOT NULL
) STRICT;

CREATE TABLE exception_day (
    day  TEXT PRIMARY KEY,                 -- as 2026-06-19
    name TEXT NOT NULL
) STRICT;

CREATE TABLE access_grant (
    id          TEXT PRIMARY KEY,
    person      TEXT NOT NULL REFERENCES person (id),
    schedule    TEXT REFERENCES schedule (id),  -- null for any hour
    valid_from  INTEGER NOT NULL,
    valid_until INTEGER NOT NULL                -- the first moment it no longer holds
) STRICT;

CREATE INDEX grant_of_person ON access_grant (person, id);

CREATE TABLE access_grant_door (
    access_grant TEXT NOT NULL REFERENCES access_grant (id),
    door         TEXT NOT NULL REFERENCES door (id),
    PRIMARY KEY (access_grant, door)
) STRICT, WITHOUT ROWID;

-- Every change of the site, in order: what it did to the access list, and that list's digest after it.

CREATE TABLE access_change (
    epoch   INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    put     TEXT NOT NULL,                 -- items as JSON, as on the wire
    removed TEXT NOT NULL,                 -- keys of items
    digest  TEXT NOT NULL,
    PRIMARY KEY (epoch, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER access_change_is_never_altered BEFORE UPDATE ON access_change
BEGIN
    SELECT RAISE (ABORT, 'the change log is append-only');
END;

CREATE TRIGGER access_change_is_never_deleted BEFORE DELETE ON access_change
BEGIN
    SELECT RAISE (ABORT, 'the change log is append-only');
END;
