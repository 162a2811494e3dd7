-- Up to when one person's movements are forgotten: whatever is before, held or late, moves them no more. It goes when the
-- checkpoint has passed it.

CREATE TABLE forgotten_person (
    person TEXT PRIMARY KEY,
    up_to  INTEGER NOT NULL              -- inclusive: of the last movement that was known then
) STRICT, WITHOUT ROWID;

INSERT INTO forgotten_person
SELECT person, seen_at FROM carried_stay
WHERE NOT EXISTS (SELECT 1 FROM checkpoint WHERE up_to >= seen_at);
