-- Version 3: who runs a run, so that runs whose process died can be told from those that go on.
ALTER TABLE runs ADD COLUMN owner TEXT;
CREATE INDEX runs_running ON runs (owner) WHERE status = 0;
