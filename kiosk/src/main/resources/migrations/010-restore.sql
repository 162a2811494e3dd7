-- Backups and what a service does that was restored from one.

-- One row in a backup, and in no database that a service runs on: whoever finds it was restored.

CREATE TABLE copied (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    made_at INTEGER NOT NULL                       -- when the backup was made
) STRICT;

CREATE TABLE restored (
    id          INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    copied_at   INTEGER NOT NULL,
    last_epoch  INTEGER NOT NULL,                  -- the newest revision the backup had
    last_number INTEGER NOT NULL,
    gathered_at INTEGER                            -- null while lists wait for what controllers still hold
) STRICT;

-- Lists that controllers handed over, because this service had made them and knew of them no more.

CREATE TABLE taken_over (
    controller  TEXT NOT NULL REFERENCES controller (id),
    epoch       INTEGER NOT NULL,
    number      INTEGER NOT NULL,
    digest      TEXT NOT NULL,
    at          INTEGER NOT NULL,
    revocations INTEGER NOT NULL,
    PRIMARY KEY (controller, epoch, number, digest)
) STRICT, WITHOUT ROWID;
