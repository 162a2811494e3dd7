-- Leaving: a partner's, which two owners decide together, and the weekly question whether its people are still right.

ALTER TABLE partner ADD COLUMN left_at INTEGER;          -- none of its people may enter from then on; null while it is here
ALTER TABLE partner ADD COLUMN suspended_since INTEGER;  -- none may until somebody says that they are right; null while they may

CREATE TABLE partner_leaving (
    partner     TEXT PRIMARY KEY REFERENCES partner (id),
    proposed_by TEXT NOT NULL REFERENCES account (id),
    proposed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE still_right (
    partner      TEXT PRIMARY KEY REFERENCES partner (id),
    counted_from INTEGER NOT NULL,       -- the last yes, or when the service first looked
    confirmed_at INTEGER,                -- the last yes; null before the first
    warned_at    INTEGER,                -- since when it is said that entry will end; null while it is not
    suspends_at  INTEGER,                -- and when it will
    looked_at    INTEGER,                -- when the service last saw to it that this is said
    CHECK ((warned_at IS NULL) = (suspends_at IS NULL) AND (warned_at IS NULL) = (looked_at IS NULL))
) STRICT;

-- Every time a partner's entry rested, so that a refusal can be explained afterwards.

CREATE TABLE suspension (
    partner   TEXT NOT NULL REFERENCES partner (id),
    since     INTEGER NOT NULL,
    lifted_at INTEGER,                   -- null while it rests
    PRIMARY KEY (partner, since)
) STRICT, WITHOUT ROWID;

-- Where an account is written to, and which letters have been taken by the mail server: none is sent twice.

ALTER TABLE account ADD COLUMN mail TEXT;               -- null when it wants no letters

CREATE TABLE letter (
    account  TEXT NOT NULL REFERENCES account (id),
    occasion TEXT NOT NULL,
    sent_at  INTEGER NOT NULL,
    PRIMARY KEY (account, occasion)
) STRICT, WITHOUT ROWID;
