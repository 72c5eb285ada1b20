-- Accounts, sign-ins, tokens, signing keys and the feed of security changes.

CREATE TABLE account (
    id             uuid PRIMARY KEY,
    username       text        NOT NULL,
    -- the username without the differences that do not count: case, compatibility forms
    username_key   text        NOT NULL COLLATE "C",
    email          text,
    email_key      text COLLATE "C",
    -- Argon2id in its encoded form; null for accounts that sign in elsewhere
    password_hash  text,
    staff          boolean     NOT NULL,
    banned_at      timestamptz,
    ban_reason     text,
    -- grows with every change that ends sign-ins
    security_stamp bigint      NOT NULL,
    created_at     timestamptz NOT NULL,
    CONSTRAINT account_username_unique UNIQUE (username_key),
    CONSTRAINT account_email_unique UNIQUE (email_key)
);
CREATE INDEX account_staff ON account (id) WHERE staff;

-- Who an account is for a foreign issuer of tokens.
CREATE TABLE external_identity (
    issuer     text        NOT NULL,
    subject    text        NOT NULL,
    account_id uuid        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX external_identity_account ON external_identity (account_id);

-- One login: a browser session and a family of refresh tokens that end together. The row is gone when it has ended.
CREATE TABLE sign_in (
    id             uuid PRIMARY KEY,
    account_id     uuid        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- SHA-256 of the cookie in base64url; the cookie itself is stored nowhere
    cookie_hash    text        NOT NULL,
    security_stamp bigint      NOT NULL,
    created_at     timestamptz NOT NULL,
    renewed_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    CONSTRAINT sign_in_cookie_unique UNIQUE (cookie_hash)
);
CREATE INDEX sign_in_account ON sign_in (account_id, created_at);
CREATE INDEX sign_in_expiry ON sign_in (expires_at);

CREATE TABLE refresh_token (
    -- SHA-256 of the token in base64url
    token_hash text PRIMARY KEY,
    sign_in_id uuid        NOT NULL REFERENCES sign_in (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    -- set when the token was exchanged; the successor is the token that was handed out for it
    rotated_at timestamptz,
    successor  text
);
CREATE INDEX refresh_token_sign_in ON refresh_token (sign_in_id);
CREATE INDEX refresh_token_expiry ON refresh_token (expires_at);

CREATE TABLE signing_key (
    kid         text PRIMARY KEY,
    -- PKCS#8 in PEM
    private_key text        NOT NULL,
    created_at  timestamptz NOT NULL,
    -- signs from here on; published before, so that verifiers know it in time
    active_from timestamptz NOT NULL
);

-- What has ended sign-ins. Every node reads the feed; xid orders it by transaction, so that no late commit is missed.
CREATE TABLE security_change (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid            xid8        NOT NULL DEFAULT pg_current_xact_id(),
    account_id     uuid        NOT NULL,
    -- empty: all sign-ins of the account
    ended_sign_ins uuid[]      NOT NULL,
    reason         text        NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX security_change_xid ON security_change (xid);
CREATE INDEX security_change_age ON security_change (created_at);
