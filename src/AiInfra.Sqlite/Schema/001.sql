-- Version 1: the catalog. Times are UTC ticks (100 ns since year 1). Never change this file: add the next one.
CREATE TABLE runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    experiment TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    status INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    parent_id TEXT,
    error TEXT
);
CREATE INDEX runs_by_experiment ON runs (experiment, number);
CREATE INDEX runs_by_parent ON runs (parent_id) WHERE parent_id IS NOT NULL;
CREATE TABLE run_parameters (run INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, key)) WITHOUT ROWID;
CREATE TABLE run_tags (run INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, key)) WITHOUT ROWID;
-- One row a metric of a run, with its latest point. Values have no declared type, so that NaN can be kept as the text 'NaN'.
CREATE TABLE run_metrics (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    key TEXT NOT NULL,
    last_step INTEGER,
    last_at INTEGER,
    last_value,
    UNIQUE (run, key)
);
CREATE TABLE metric_points (metric INTEGER NOT NULL, step INTEGER NOT NULL, at INTEGER NOT NULL, value NOT NULL, PRIMARY KEY (metric, step, at, value)) WITHOUT ROWID;

CREATE TABLE dataset_commits (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    dataset TEXT NOT NULL,
    parent_id TEXT,
    message TEXT NOT NULL,
    at INTEGER NOT NULL,
    columns TEXT NOT NULL,
    statistics TEXT,
    run_id TEXT,
    metadata TEXT NOT NULL
);
CREATE TABLE dataset_files (
    commit_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    PRIMARY KEY (commit_number, position)
) WITHOUT ROWID;
CREATE TABLE dataset_branches (dataset TEXT NOT NULL, branch TEXT NOT NULL, head TEXT NOT NULL, PRIMARY KEY (dataset, branch)) WITHOUT ROWID;

CREATE TABLE model_versions (
    model TEXT NOT NULL,
    version INTEGER NOT NULL,
    registered_at INTEGER NOT NULL,
    run_id TEXT,
    dataset_commit_id TEXT,
    metrics TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (model, version)
) WITHOUT ROWID;
CREATE UNIQUE INDEX model_versions_of_runs ON model_versions (model, run_id, content) WHERE run_id IS NOT NULL;
CREATE TABLE model_files (model TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (model, version, name)) WITHOUT ROWID;
CREATE TABLE model_tags (model TEXT NOT NULL, version INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (model, version, key)) WITHOUT ROWID;
CREATE TABLE model_aliases (model TEXT NOT NULL, alias TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (model, alias)) WITHOUT ROWID;
CREATE TABLE alias_moves (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    model TEXT NOT NULL,
    alias TEXT NOT NULL,
    from_version INTEGER,
    to_version INTEGER,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX alias_moves_by_model ON alias_moves (model, number);

CREATE TABLE deployments (
    name TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    champion INTEGER,
    challenger INTEGER,
    challenger_share REAL NOT NULL,
    previous INTEGER,
    revision INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE lineage (
    number INTEGER PRIMARY KEY,
    from_kind TEXT NOT NULL,
    from_id TEXT NOT NULL,
    to_kind TEXT NOT NULL,
    to_id TEXT NOT NULL,
    role TEXT NOT NULL,
    UNIQUE (to_kind, to_id, from_kind, from_id, role)
);
CREATE INDEX lineage_downstream ON lineage (from_kind, from_id);

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    message TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX events_by_subject ON events (subject, id);
CREATE INDEX events_by_kind ON events (kind, id);

-- Rows of predictions share their columns; a row is only its values.
CREATE TABLE row_schemas (id INTEGER PRIMARY KEY, columns TEXT NOT NULL UNIQUE);
CREATE TABLE predictions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    deployment TEXT NOT NULL,
    model TEXT NOT NULL,
    version INTEGER NOT NULL,
    role INTEGER NOT NULL,
    at INTEGER NOT NULL,
    latency INTEGER NOT NULL,
    input_schema INTEGER NOT NULL,
    inputs TEXT NOT NULL,
    output_schema INTEGER NOT NULL,
    outputs TEXT NOT NULL,
    trace_id TEXT
);
CREATE INDEX predictions_by_deployment ON predictions (deployment, number);
CREATE INDEX predictions_by_time ON predictions (at);
CREATE TABLE feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    prediction_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    label TEXT NOT NULL,
    source TEXT NOT NULL,
    UNIQUE (prediction_id, at, source, label)
);
CREATE INDEX feedback_by_time ON feedback (at);
