-- Version 6: experiments and models as a whole, files and datasets of runs, marks of deletion. The digest of a run's file keeps its bytes.
ALTER TABLE runs ADD COLUMN deleted_at INTEGER;
CREATE TABLE experiments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    deleted_at INTEGER
);
CREATE TABLE experiment_tags (experiment INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (experiment, key)) WITHOUT ROWID;
INSERT INTO experiments (id, name, created_at, changed_at) VALUES (0, 'Default', unixepoch() * 10000000 + 621355968000000000, unixepoch() * 10000000 + 621355968000000000);
INSERT OR IGNORE INTO experiments (name, created_at, changed_at) SELECT experiment, min(started_at), max(started_at) FROM runs GROUP BY experiment ORDER BY min(number);

CREATE TABLE run_artifacts (run INTEGER NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL, bytes INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (run, path)) WITHOUT ROWID;
CREATE INDEX run_artifacts_by_digest ON run_artifacts (digest);
CREATE TABLE run_inputs (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    context TEXT NOT NULL,
    source_type TEXT NOT NULL,
    source TEXT NOT NULL,
    schema TEXT,
    profile TEXT,
    UNIQUE (run, name, digest, context)
);

CREATE TABLE models (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, description TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE registered_model_tags (model TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (model, key)) WITHOUT ROWID;
INSERT INTO models (name, created_at, changed_at, description) SELECT model, min(registered_at), max(registered_at), '' FROM model_versions GROUP BY model;
