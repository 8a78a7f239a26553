CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT,
    auth_epoch BIGINT NOT NULL DEFAULT 0,
    inserted_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    points INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX users_email_index ON users (email);

CREATE TABLE pow_cache (
    key BLOB PRIMARY KEY NOT NULL,
    value BLOB NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX pow_cache_expires_at_index ON pow_cache (expires_at);
