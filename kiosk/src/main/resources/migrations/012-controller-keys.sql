-- What each controller last said of its keys, and whether it was asked to change the one it signs by.

CREATE TABLE controller_key (
    controller   TEXT PRIMARY KEY REFERENCES controller (id),
    trust        TEXT NOT NULL,          -- the digest of whom it believes
    authority    TEXT,                   -- the fingerprint of who made its certificate; NULL when it believes that one no longer
    ends_at      INTEGER NOT NULL,       -- its certificate
    signer       TEXT NOT NULL,          -- the fingerprint of the key it signs by
    said_at      INTEGER NOT NULL,
    change_from  TEXT                    -- the fingerprint of the key it is to sign by no longer; NULL when nothing was asked
) STRICT, WITHOUT ROWID;
