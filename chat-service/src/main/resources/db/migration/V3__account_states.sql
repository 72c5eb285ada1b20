-- What other services are told about accounts, on confab.accounts.
ALTER TABLE account
    -- sign-ins from before have ended; null if none has
    ADD COLUMN valid_after timestamptz,
    -- rises with every published state; 0: never published
    ADD COLUMN state_version bigint NOT NULL DEFAULT 0;

CREATE INDEX account_unpublished ON account (id) WHERE state_version = 0;
