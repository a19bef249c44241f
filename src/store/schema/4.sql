-- Version 4: what is recorded into other systems.

-- Beside the outbox row of a recording: how it left for the first time, and what the vendor said beside its yes.
CREATE TABLE recordings (
    change INTEGER PRIMARY KEY REFERENCES outbox (id),
    frozen TEXT,                               -- JSON: moment, bytes and company of the first try
    answer TEXT                                -- JSON: advice and members worth keeping
) STRICT;

-- What a vendor calls a customer, by the key that the customer has there. Never given out for another key.
CREATE TABLE visitors (
    space   TEXT NOT NULL,
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    visitor TEXT NOT NULL,
    PRIMARY KEY (space, name, value)
) STRICT, WITHOUT ROWID;
