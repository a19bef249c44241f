-- Version 1: everything Leadline keeps on this computer.
--
-- Times are whole microseconds since 1970-01-01 UTC, in columns whose names end in `_at`.
-- Words (kinds, states, fields) are spelled as in the JSON of the command line. Truth values are 0 and 1.
-- AUTOINCREMENT where a number must never be given out twice: it stands in journals and on the screen.

-- Facts about this file that are not customers' data (which release made it).
CREATE TABLE meta (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The mirror, narrow half: what the list needs of every lead, read whole at each start.
-- Only what a vendor said stands here; what agents want is in `outbox` and is laid over it when shown.
CREATE TABLE leads_hot (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    account       TEXT NOT NULL,
    remote_id     TEXT NOT NULL,
    uuid          TEXT,
    kind          TEXT NOT NULL,               -- lead | non_lead
    name          TEXT,
    provided_name TEXT,
    email         TEXT,
    phone         TEXT,
    dial_code     TEXT,
    status        TEXT,                        -- the vendor's spelling, unknown ones too
    tags          TEXT,                        -- JSON array of texts; NULL for none
    agent         TEXT,
    is_online     INTEGER NOT NULL,
    message_at    INTEGER,                     -- newest message of the chat
    message_by    TEXT,
    message_text  TEXT,                        -- its first 200 characters; whole in `leads_cold`
    created_at    INTEGER,
    updated_at    INTEGER,
    last_seen_at  INTEGER,
    page          INTEGER NOT NULL,            -- of the vendor's list, where it was last seen
    read_at       INTEGER NOT NULL,            -- when these values were last read from the vendor
    changed       INTEGER NOT NULL DEFAULT 0,  -- changed since the agent looked
    missed_passes INTEGER NOT NULL DEFAULT 0   -- whole passes in a row that did not see it
) STRICT;

-- One record of one account is one lead. `remote_id` stands first so that "the lead whose id begins with …"
-- is answered by the same index.
CREATE UNIQUE INDEX leads_by_remote_id ON leads_hot (remote_id, account);

-- People name leads by uuid, in any letter case, with at least six characters. Only these six are indexed: uuids
-- come in random order, so the size of this index decides how many pages a full sync has to write.
CREATE INDEX leads_by_uuid ON leads_hot (lower(substr(uuid, 1, 6))) WHERE uuid IS NOT NULL;

-- The mirror, opaque half: the vendor's record, letter by letter, members we do not know included.
CREATE TABLE leads_cold (
    lead   INTEGER PRIMARY KEY REFERENCES leads_hot (id),
    record TEXT NOT NULL
) STRICT;

-- What a sync found changed: the vendor's value was `old` at `from_at` and `new` at `to_at`.
CREATE TABLE observed_differences (
    id      INTEGER PRIMARY KEY,
    lead    INTEGER NOT NULL REFERENCES leads_hot (id),
    field   TEXT NOT NULL,
    old     TEXT,
    new     TEXT,
    from_at INTEGER NOT NULL,
    to_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX observed_differences_by_lead ON observed_differences (lead);

-- Changes that were made together and are undone together.
CREATE TABLE batches (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    made_at INTEGER NOT NULL,
    undoes  INTEGER REFERENCES batches (id)    -- the batch that this one takes back
) STRICT;
CREATE INDEX batches_by_undoes ON batches (undoes) WHERE undoes IS NOT NULL;

-- What agents want. A row is written together with its `journal` row, before anything is sent, and stays as
-- history when it is done. Rows are never deleted because they cannot be understood.
CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    batch       INTEGER NOT NULL REFERENCES batches (id),
    account     TEXT NOT NULL,
    lead        INTEGER NOT NULL REFERENCES leads_hot (id),
    change      TEXT NOT NULL,                 -- JSON: {"op": "set", "field": …, "value": …}
    base        TEXT,                          -- the value the agent saw
    state       TEXT NOT NULL,
    why         TEXT NOT NULL DEFAULT '',
    conflict    TEXT,                          -- JSON, while two sides clash
    attempts    INTEGER NOT NULL DEFAULT 0,    -- how often the write itself was begun
    next_try_at INTEGER,
    made_at     INTEGER NOT NULL,
    moved_at    INTEGER NOT NULL,              -- when `state` last changed
    said_yes    INTEGER NOT NULL DEFAULT 0     -- the vendor said a clear yes: never write again, only read
) STRICT;

-- Open rows are few among much history. An unknown state counts as open.
CREATE INDEX outbox_open ON outbox (id) WHERE state NOT IN ('confirmed', 'accepted', 'cancelled');
CREATE INDEX outbox_done ON outbox (moved_at) WHERE state IN ('confirmed', 'accepted', 'cancelled');

-- Who wanted what, when, and what stood there before: never changed afterwards, but for the outcome.
CREATE TABLE journal (
    change     INTEGER PRIMARY KEY REFERENCES outbox (id),
    batch      INTEGER NOT NULL REFERENCES batches (id),
    account    TEXT NOT NULL,
    lead       INTEGER NOT NULL REFERENCES leads_hot (id),
    wish       TEXT NOT NULL,                  -- the change, JSON as in `outbox`
    before     TEXT,                           -- the value the agent saw
    who        TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    outcome    TEXT,                           -- confirmed | accepted | cancelled, once it is done
    outcome_at INTEGER
) STRICT;
CREATE INDEX journal_by_batch ON journal (batch);

-- One row for each time a change was about to leave, written before its first byte did.
-- Without an outcome: the program died in between, and nobody knows whether it arrived.
CREATE TABLE attempts (
    id       INTEGER PRIMARY KEY,
    change   INTEGER NOT NULL REFERENCES outbox (id),
    began_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome  TEXT
) STRICT;
CREATE INDEX attempts_by_change ON attempts (change);
CREATE INDEX attempts_unfinished ON attempts (change) WHERE outcome IS NULL;

-- Text that is being typed and not yet a change.
CREATE TABLE drafts (
    lead  INTEGER NOT NULL REFERENCES leads_hot (id),
    field TEXT NOT NULL,
    text  TEXT NOT NULL,
    PRIMARY KEY (lead, field)
) STRICT, WITHOUT ROWID;

-- What the window wants to find again: view, search text, selection, scroll position.
CREATE TABLE memory (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How far reading an account's list has come: JSON of the engine.
CREATE TABLE sync_state (
    account TEXT NOT NULL,
    list    TEXT NOT NULL,                     -- lead | non_lead
    state   TEXT NOT NULL,
    PRIMARY KEY (account, list)
) STRICT, WITHOUT ROWID;
