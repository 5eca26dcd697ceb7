-- Version 5: a deployment has any number of versions, each with a role, a share of the requests and the keys it answers.
CREATE TABLE deployment_variants (
    deployment TEXT NOT NULL,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    role TEXT NOT NULL,
    weight REAL NOT NULL,
    keys TEXT NOT NULL,
    PRIMARY KEY (deployment, position)
) WITHOUT ROWID;
INSERT INTO deployment_variants SELECT name, 0, champion, 'champion', CASE WHEN challenger IS NULL THEN 1 ELSE 1 - challenger_share END, '' FROM deployments WHERE champion IS NOT NULL;
INSERT INTO deployment_variants SELECT name, 1, challenger, CASE WHEN challenger_share > 0 THEN 'canary' ELSE 'shadow' END, challenger_share, '' FROM deployments WHERE challenger IS NOT NULL;
INSERT INTO deployment_variants SELECT name, 2, previous, 'previous', 0, '' FROM deployments WHERE previous IS NOT NULL;
ALTER TABLE deployments DROP COLUMN champion;
ALTER TABLE deployments DROP COLUMN challenger;
ALTER TABLE deployments DROP COLUMN challenger_share;
ALTER TABLE deployments DROP COLUMN previous;
