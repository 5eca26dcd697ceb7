-- Version 4: what is left of what was deleted: the highest number a model gave away, and where a commit's log goes on.
CREATE TABLE model_numbers (model TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE deleted_commits (id TEXT PRIMARY KEY, parent_id TEXT) WITHOUT ROWID;
