-- Version 2: the log keeps answers that are no rows and requests that failed; a shadow names the answer it shadows; feedback has a score.
ALTER TABLE predictions ADD COLUMN of_id TEXT;
ALTER TABLE predictions ADD COLUMN body INTEGER NOT NULL DEFAULT 0;
ALTER TABLE predictions ADD COLUMN content TEXT;
ALTER TABLE predictions ADD COLUMN failure_kind TEXT;
ALTER TABLE predictions ADD COLUMN failure TEXT;
ALTER TABLE feedback ADD COLUMN score REAL;
-- Until now a shadow's answer was known by how its id ended.
UPDATE predictions SET of_id = substr(id, 1, length(id) - 7) WHERE role = 2 AND substr(id, -7) = '/shadow';
CREATE INDEX predictions_by_shadowed ON predictions (of_id) WHERE of_id IS NOT NULL;
