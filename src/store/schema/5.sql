-- Version 5: what left, as a person reads it.

-- A whole request with its credentials blanked. What goes in one call stands here once.
CREATE TABLE requests (
    id    INTEGER PRIMARY KEY,
    shown TEXT NOT NULL
) STRICT;

-- NULL in rows of earlier versions.
ALTER TABLE attempts ADD COLUMN request INTEGER REFERENCES requests (id);
