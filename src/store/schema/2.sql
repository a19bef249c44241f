-- Version 2: what other systems sent a customer, kept with its age.
--
-- An item is the JSON of `timeline --json`, one-time codes already hidden in it. Where something was hidden, the
-- text as it came stands beside it: encrypted like everything here, and shown only when an agent asks for it.

-- One answer of one account about one lead. Asking again replaces it whole, with its items.
CREATE TABLE histories (
    lead     INTEGER NOT NULL REFERENCES leads_hot (id),
    account  TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    found    TEXT NOT NULL,                    -- JSON of the engine: whom the vendor found, by what, and its warnings
    PRIMARY KEY (lead, account)
) STRICT;

CREATE TABLE interactions (
    id       INTEGER PRIMARY KEY,
    lead     INTEGER NOT NULL,
    account  TEXT NOT NULL,
    item     TEXT NOT NULL,
    unmasked TEXT,                             -- the title as it came, where the item hides a part of it
    FOREIGN KEY (lead, account) REFERENCES histories (lead, account)
) STRICT;
CREATE INDEX interactions_by_lead ON interactions (lead, account);

-- Every last message of a chat that a reading saw: the vendor itself shows only the newest.
CREATE TABLE seen_messages (
    id      INTEGER PRIMARY KEY,
    lead    INTEGER NOT NULL REFERENCES leads_hot (id),
    at      INTEGER,                           -- the vendor's time, where it gave one
    by      TEXT,                              -- its word for who wrote
    text    TEXT,
    seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX seen_messages_by_lead ON seen_messages (lead);

-- The strip of a lead shows its changes.
CREATE INDEX journal_by_lead ON journal (lead);
