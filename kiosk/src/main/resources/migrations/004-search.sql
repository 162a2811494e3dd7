-- What administrators search in, at a site of tens of thousands of people and millions of records.

-- A search for part of a name reads these through, and not the table. Each holds all that the one it replaces held.

CREATE INDEX person_to_search ON person (sort_key, id, partner, person_group, search);
CREATE INDEX person_of_partner_to_search ON person (partner, sort_key, id, person_group, search);
DROP INDEX person_by_name;
DROP INDEX person_of_partner_by_name;

CREATE INDEX person_by_visibility ON person (partner, visibility);

-- The highest number that a label has.

CREATE INDEX badge_by_number ON badge (CAST(substr(label, 3) AS INTEGER)) WHERE label GLOB 'K-[0-9]*';

-- Whom and which door a record is of, out of its body: gone with it when it is forgotten. A body that is no JSON, or has
-- something else there, is of nobody.

ALTER TABLE record ADD COLUMN person TEXT AS (
    CASE WHEN json_valid(body) AND json_type(body, '$.person') = 'text' THEN json_extract(body, '$.person') END) VIRTUAL;
ALTER TABLE record ADD COLUMN door TEXT AS (
    CASE WHEN NOT json_valid(body) THEN NULL
        WHEN json_type(body, '$.door') = 'text' THEN json_extract(body, '$.door')
        WHEN json_type(body, '$.situation.door') = 'text' THEN json_extract(body, '$.situation.door') END) VIRTUAL;

CREATE INDEX record_of_person ON record (person, id) WHERE person IS NOT NULL;
CREATE INDEX record_of_door ON record (door, id) WHERE door IS NOT NULL;
CREATE INDEX record_of_kind ON record (kind, id);
