-- Version 2: the pipeline ledger, positions of events, keys of predictions.
ALTER TABLE events ADD COLUMN position INTEGER;
ALTER TABLE predictions ADD COLUMN sticky_key TEXT;

CREATE TABLE pipeline_steps (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    memo TEXT NOT NULL UNIQUE,
    pipeline TEXT NOT NULL,
    step TEXT NOT NULL,
    partition TEXT NOT NULL,
    version TEXT NOT NULL,
    parameters TEXT NOT NULL,
    inputs TEXT NOT NULL,
    state INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    token INTEGER NOT NULL,
    owner TEXT,
    leased_until INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    duration INTEGER NOT NULL,
    result TEXT,
    result_digest TEXT,
    error TEXT
);
CREATE INDEX pipeline_steps_by_name ON pipeline_steps (pipeline, step, partition, changed_at);
CREATE TABLE pipeline_artifacts (step INTEGER NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (step, digest)) WITHOUT ROWID;
