-- Version 3: whose data a change belongs to.
--
-- An account's name can be given to another bot, customer or address; what was wished before must not go there.

-- One line of the settings (vendor, host and the ids that tell accounts apart) at the moment of the wish. NULL in
-- rows of earlier versions: the next start takes them for wishes under the settings it finds.
ALTER TABLE outbox ADD COLUMN identity TEXT;
