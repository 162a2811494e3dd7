-- What people see and who may change it: visibility, groups, accounts, screens, notices, and an audit of it all.

-- A person has a name, an alias or both. Until now an alias was kept in the place of the name.

ALTER TABLE person ADD COLUMN alias TEXT;
ALTER TABLE person ADD COLUMN real_name TEXT;
UPDATE person SET alias = name WHERE visibility = 'ALIAS';
UPDATE person SET real_name = name WHERE visibility <> 'ALIAS';
ALTER TABLE person DROP COLUMN name;
ALTER TABLE person RENAME COLUMN real_name TO name;

CREATE TABLE person_group (
    id      TEXT PRIMARY KEY,
    partner TEXT NOT NULL REFERENCES partner (id),
    name    TEXT NOT NULL,
    UNIQUE (partner, name)
) STRICT;

ALTER TABLE person ADD COLUMN person_group TEXT REFERENCES person_group (id);
ALTER TABLE person ADD COLUMN valid_until INTEGER;      -- the first moment no grant of theirs holds; null for no end
ALTER TABLE person ADD COLUMN informed_at INTEGER;      -- when they acknowledged the information text, and which
ALTER TABLE person ADD COLUMN informed_version TEXT;

-- By what a person is called wherever people are named: to sort by, and to search in. Empty for a hidden one.

ALTER TABLE person ADD COLUMN sort_key TEXT;            -- as Swedish sorts; null until the program has worked it out
ALTER TABLE person ADD COLUMN search TEXT;              -- in small letters

CREATE INDEX person_by_name ON person (sort_key, id);
CREATE INDEX person_of_partner_by_name ON person (partner, sort_key, id);
CREATE INDEX person_of_group ON person (person_group, id) WHERE person_group IS NOT NULL;

-- What a partner shows of itself on indoor screens: NOTHING, PRESENT, NUMBER or NAMES.

ALTER TABLE partner ADD COLUMN shown_by_day TEXT NOT NULL DEFAULT 'NUMBER';
ALTER TABLE partner ADD COLUMN shown_at_night TEXT NOT NULL DEFAULT 'NUMBER';

-- Grants: to a person or to a group, for doors and for groups of doors.

CREATE TABLE door_group (
    id   TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE door_group_door (
    door_group TEXT NOT NULL REFERENCES door_group (id),
    door       TEXT NOT NULL REFERENCES door (id),
    PRIMARY KEY (door_group, door)
) STRICT, WITHOUT ROWID;

CREATE TABLE next_grant (
    id           TEXT PRIMARY KEY,
    person       TEXT REFERENCES person (id),
    person_group TEXT REFERENCES person_group (id),
    schedule     TEXT REFERENCES schedule (id),  -- null for any hour
    valid_from   INTEGER NOT NULL,
    valid_until  INTEGER NOT NULL,               -- the first moment it no longer holds
    CHECK ((person IS NULL) <> (person_group IS NULL))
) STRICT;

CREATE TABLE next_grant_door (
    access_grant TEXT NOT NULL REFERENCES next_grant (id),
    door         TEXT NOT NULL REFERENCES door (id),
    PRIMARY KEY (access_grant, door)
) STRICT, WITHOUT ROWID;

INSERT INTO next_grant (id, person, schedule, valid_from, valid_until)
    SELECT id, person, schedule, valid_from, valid_until FROM access_grant;
INSERT INTO next_grant_door (access_grant, door) SELECT access_grant, door FROM access_grant_door;
DROP TABLE access_grant_door;
DROP TABLE access_grant;
ALTER TABLE next_grant RENAME TO access_grant;
ALTER TABLE next_grant_door RENAME TO access_grant_door;

CREATE INDEX grant_of_person ON access_grant (person, id) WHERE person IS NOT NULL;
CREATE INDEX grant_of_group ON access_grant (person_group, id) WHERE person_group IS NOT NULL;

CREATE TABLE access_grant_door_group (
    access_grant TEXT NOT NULL REFERENCES access_grant (id),
    door_group   TEXT NOT NULL REFERENCES door_group (id),
    PRIMARY KEY (access_grant, door_group)
) STRICT, WITHOUT ROWID;

-- A command concerns a door, and a point only where it is for a reader.

CREATE TABLE next_command (
    id         TEXT PRIMARY KEY,
    controller TEXT NOT NULL REFERENCES controller (id),
    door       TEXT NOT NULL,
    point      TEXT,
    action     TEXT NOT NULL,
    sent_at    INTEGER NOT NULL,
    outcome    TEXT,                     -- null until the controller has answered
    ended_at   INTEGER
) STRICT;

INSERT INTO next_command SELECT id, controller, door, point, action, sent_at, outcome, ended_at FROM command;
DROP TABLE command;
ALTER TABLE next_command RENAME TO command;

-- Who may change something, and what they did.

CREATE TABLE account (
    id           TEXT PRIMARY KEY,
    login        TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role         TEXT NOT NULL,
    partner      TEXT REFERENCES partner (id),  -- of a partner admin only
    password     TEXT,                          -- Argon2id with its salt and cost; null until one was chosen
    totp_secret  TEXT,
    totp_step    INTEGER,                       -- the newest time step that was used: none is taken twice
    closed       INTEGER NOT NULL DEFAULT 0,
    made_at      INTEGER NOT NULL,
    CHECK ((partner IS NOT NULL) = (role = 'PARTNER_ADMIN'))
) STRICT;

-- Wrong sign-ins since the last right one, whether there is such an account or not: who asks learns nothing of that.

CREATE TABLE sign_in_failure (
    login_hash   TEXT PRIMARY KEY,              -- people type all sorts of things into that field
    failures     INTEGER NOT NULL,
    last_at      INTEGER NOT NULL,
    locked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_in_failure_by_age ON sign_in_failure (last_at);

CREATE TABLE invitation (
    token_hash TEXT PRIMARY KEY,                -- of the one-time link; the link itself is nowhere
    account    TEXT NOT NULL REFERENCES account (id),
    until      INTEGER NOT NULL
) STRICT;

CREATE TABLE admin_session (
    token_hash TEXT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (id),
    browser    TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    until      INTEGER NOT NULL
) STRICT;

CREATE INDEX session_of_account ON admin_session (account);

CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    account TEXT NOT NULL,                      -- an account's id, or which part of the service acted by itself
    act     TEXT NOT NULL,
    subject TEXT NOT NULL,                      -- opaque: no name is in the audit
    partner TEXT,                               -- whose it is, for that partner's admin to read
    before  TEXT,
    after   TEXT,
    purpose TEXT                                -- of a read
) STRICT;

CREATE INDEX audit_of_account ON audit (account, at);
CREATE INDEX audit_of_partner ON audit (partner, id) WHERE partner IS NOT NULL;

CREATE TRIGGER audit_is_never_altered BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE (ABORT, 'the audit is append-only');
END;

ALTER TABLE alarm ADD COLUMN acknowledged_at INTEGER;
ALTER TABLE alarm ADD COLUMN acknowledged_by TEXT;

-- The wall: its screens, what it shows when, and the partners' notices.

CREATE TABLE screen (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,                   -- empty until it is paired
    place      TEXT NOT NULL,                   -- INDOORS, or STREET where it can be read from outside
    token_hash TEXT NOT NULL UNIQUE,            -- of the secret in the screen's cookie
    code       TEXT UNIQUE,                     -- what it shows while it waits to be paired
    made_at    INTEGER NOT NULL,
    paired_at  INTEGER
) STRICT;

CREATE TABLE wall (
    only           INTEGER PRIMARY KEY CHECK (only = 1),
    meeting_point  TEXT NOT NULL,
    day_from       INTEGER NOT NULL,            -- minutes after midnight, in the site's time zone, as the others
    day_until      INTEGER NOT NULL,
    level_by_day   INTEGER NOT NULL,            -- 0 a total, 1 partners, 2 short names
    level_at_night INTEGER NOT NULL,
    dark_from      INTEGER NOT NULL,            -- light on dark between these two
    dark_until     INTEGER NOT NULL,
    off_from       INTEGER,                     -- black between these two, except after a change; null for never
    off_until      INTEGER
) STRICT;

INSERT INTO wall VALUES (1, '', 360, 1320, 2, 0, 1260, 360, NULL, NULL);

CREATE TABLE notice (
    id        TEXT PRIMARY KEY,
    partner   TEXT REFERENCES partner (id),     -- null for one of the premises owner's
    text      TEXT NOT NULL,
    important INTEGER NOT NULL,
    from_time INTEGER NOT NULL,
    until     INTEGER NOT NULL
) STRICT;

CREATE INDEX notice_by_end ON notice (until);

-- Occupancy asks for the stays of some days.

CREATE INDEX stay_by_end ON stay (ended_at) WHERE ended_at IS NOT NULL;
