-- Version 1: studies of tuning. Times are UTC ticks. A reader asks for what has a higher revision or id than it has seen. Never change this file: add the next one.
CREATE TABLE studies (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    directions TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    run_id TEXT,
    tags TEXT NOT NULL,
    revision INTEGER NOT NULL,
    trials INTEGER NOT NULL,
    started INTEGER NOT NULL
);
CREATE TABLE studies_ranges (study INTEGER NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL, revision INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (study, name)) WITHOUT ROWID;
CREATE TABLE studies_trials (
    study INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    token INTEGER NOT NULL,
    owner TEXT,
    leased_until INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    parameters TEXT NOT NULL,
    outcome TEXT NOT NULL,
    constraints TEXT NOT NULL,
    tags TEXT NOT NULL,
    given TEXT NOT NULL,
    error TEXT,
    retry_of INTEGER,
    retries INTEGER NOT NULL,
    PRIMARY KEY (study, number)
) WITHOUT ROWID;
CREATE INDEX studies_trials_by_revision ON studies_trials (study, revision);
-- Those that run (0) or wait (4).
CREATE INDEX studies_trials_open ON studies_trials (study, state, number) WHERE state IN (0, 4);
-- Values have no declared type, so that NaN can be kept as the text 'NaN'.
CREATE TABLE studies_reports (id INTEGER PRIMARY KEY AUTOINCREMENT, study INTEGER NOT NULL, trial INTEGER NOT NULL, step INTEGER NOT NULL, value NOT NULL);
CREATE INDEX studies_reports_by_study ON studies_reports (study, id);
