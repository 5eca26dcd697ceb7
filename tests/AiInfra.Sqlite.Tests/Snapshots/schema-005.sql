PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO "alias_moves" VALUES(1,'price-up','champion',NULL,1,'tester','first',639000000000000000);
CREATE TABLE dataset_branches (dataset TEXT NOT NULL, branch TEXT NOT NULL, head TEXT NOT NULL, PRIMARY KEY (dataset, branch)) WITHOUT ROWID;
INSERT INTO "dataset_branches" VALUES('sales','main','c1');
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
INSERT INTO "dataset_commits" VALUES(1,'c1','sales',NULL,'first',639000000000000000,'{"price":"number"}','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','r1','{"source":"csv"}');
CREATE TABLE dataset_files (
    commit_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    PRIMARY KEY (commit_number, position)
) WITHOUT ROWID;
INSERT INTO "dataset_files" VALUES(1,0,'part/0.parquet','bbbbaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',10,3);
CREATE TABLE deleted_commits (id TEXT PRIMARY KEY, parent_id TEXT) WITHOUT ROWID;
CREATE TABLE deployment_variants (
    deployment TEXT NOT NULL,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    role TEXT NOT NULL,
    weight REAL NOT NULL,
    keys TEXT NOT NULL,
    PRIMARY KEY (deployment, position)
) WITHOUT ROWID;
INSERT INTO "deployment_variants" VALUES('d',0,1,'champion',1.0,'');
INSERT INTO "deployment_variants" VALUES('e',0,1,'champion',0.75,'');
INSERT INTO "deployment_variants" VALUES('e',1,2,'canary',0.25,'');
INSERT INTO "deployment_variants" VALUES('e',2,3,'previous',0.0,'');
INSERT INTO "deployment_variants" VALUES('f',0,2,'champion',1.0,'');
INSERT INTO "deployment_variants" VALUES('f',1,3,'shadow',0.0,'');
CREATE TABLE deployments (
    name TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO "deployments" VALUES('d','price-up',1,639000000000000000);
INSERT INTO "deployments" VALUES('e','price-up',5,639000000000000000);
INSERT INTO "deployments" VALUES('f','price-up',6,639000000000000000);
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    message TEXT NOT NULL,
    data TEXT NOT NULL
, position INTEGER);
INSERT INTO "events" VALUES(1,'drift','d',639000000000000000,'moved','{"psi":0.3}',NULL);
INSERT INTO "events" VALUES(2,'alarm','d',639000003000000000,'raised','{"state":"raised"}',1500);
CREATE TABLE feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    prediction_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    label TEXT NOT NULL,
    source TEXT NOT NULL, score REAL,
    UNIQUE (prediction_id, at, source, label)
);
INSERT INTO "feedback" VALUES(1,'p1',639000000900000000,'"up"','label',NULL);
CREATE TABLE lineage (
    number INTEGER PRIMARY KEY,
    from_kind TEXT NOT NULL,
    from_id TEXT NOT NULL,
    to_kind TEXT NOT NULL,
    to_id TEXT NOT NULL,
    role TEXT NOT NULL,
    UNIQUE (to_kind, to_id, from_kind, from_id, role)
);
INSERT INTO "lineage" VALUES(1,'dataset','c1','run','r1','trained-on');
CREATE TABLE metric_points (metric INTEGER NOT NULL, step INTEGER NOT NULL, at INTEGER NOT NULL, value NOT NULL, PRIMARY KEY (metric, step, at, value)) WITHOUT ROWID;
INSERT INTO "metric_points" VALUES(1,1,639000000400000000,0.5);
INSERT INTO "metric_points" VALUES(1,2,639000000500000000,'NaN');
CREATE TABLE model_aliases (model TEXT NOT NULL, alias TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (model, alias)) WITHOUT ROWID;
INSERT INTO "model_aliases" VALUES('price-up','champion',1);
CREATE TABLE model_files (model TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (model, version, name)) WITHOUT ROWID;
INSERT INTO "model_files" VALUES('price-up',1,'model.onnx','ccccaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
CREATE TABLE model_numbers (model TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "model_numbers" VALUES('price-up',3);
CREATE TABLE model_tags (model TEXT NOT NULL, version INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (model, version, key)) WITHOUT ROWID;
INSERT INTO "model_tags" VALUES('price-up',1,'by','test');
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
INSERT INTO "model_versions" VALUES('price-up',1,639000000000000000,'r1','c1','{"auc":0.75,"worst":"Infinity"}','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
CREATE TABLE pipeline_artifacts (step INTEGER NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (step, digest)) WITHOUT ROWID;
INSERT INTO "pipeline_artifacts" VALUES(1,'ccccaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
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
INSERT INTO "pipeline_steps" VALUES(1,'dddd','nightly','ingest','2026-01-01','1','{"folder":"in"}','{}',1,2,2,'worker',0,639000003000000000,10000000,'{"rows":3}','eeee',NULL);
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
, sticky_key TEXT, of_id TEXT, body INTEGER NOT NULL DEFAULT 0, content TEXT, failure_kind TEXT, failure TEXT);
INSERT INTO "predictions" VALUES(1,'p1','d','price-up',1,0,639000000000000000,12345,1,'[1.5,"a"]',2,'[{"n":"Infinity"}]','00-ab',NULL,NULL,0,NULL,NULL,NULL);
INSERT INTO "predictions" VALUES(2,'p2','d','price-up',1,1,639000003000000000,12345,1,'[2.5,null]',2,'[0.5]',NULL,'customer-7',NULL,0,NULL,NULL,NULL);
INSERT INTO "predictions" VALUES(3,'p1/shadow','d','price-up',2,2,639000000000000000,2345,1,'[1.5,"a"]',2,'[0.25]','00-ab',NULL,'p1',0,NULL,NULL,NULL);
CREATE TABLE row_schemas (id INTEGER PRIMARY KEY, columns TEXT NOT NULL UNIQUE);
INSERT INTO "row_schemas" VALUES(1,'["price",1,"site",2]');
INSERT INTO "row_schemas" VALUES(2,'["probability",1]');
CREATE TABLE run_metrics (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    key TEXT NOT NULL,
    last_step INTEGER,
    last_at INTEGER,
    last_value,
    UNIQUE (run, key)
);
INSERT INTO "run_metrics" VALUES(1,1,'loss',2,639000000500000000,'NaN');
CREATE TABLE run_parameters (run INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, key)) WITHOUT ROWID;
INSERT INTO "run_parameters" VALUES(1,'epochs','5');
CREATE TABLE run_tags (run INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, key)) WITHOUT ROWID;
INSERT INTO "run_tags" VALUES(1,'host','a');
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
, owner TEXT);
INSERT INTO "runs" VALUES(1,'r1','price-up','training','first',1,639000000000000000,639000001000000000,'loop','',NULL);
INSERT INTO "runs" VALUES(2,'r2','price-up','training','second',2,639000000000000000,639000001000000000,NULL,'out of memory',NULL);
CREATE TABLE schema_versions (
    module TEXT NOT NULL, version INTEGER NOT NULL, applied_at INTEGER NOT NULL, keeps_artifacts INTEGER NOT NULL, PRIMARY KEY (module, version)
) WITHOUT ROWID;
INSERT INTO "schema_versions" VALUES('catalog',1,639000000000000000,1);
INSERT INTO "schema_versions" VALUES('catalog',2,639000002000000000,1);
INSERT INTO "schema_versions" VALUES('catalog',3,639000003000000000,1);
INSERT INTO "schema_versions" VALUES('catalog',4,639029198456780000,1);
INSERT INTO "schema_versions" VALUES('catalog',5,639316765131795677,1);
INSERT INTO "schema_versions" VALUES('pipelines',1,639316765131984956,1);
INSERT INTO "schema_versions" VALUES('predictions',1,639316765131961356,0);
INSERT INTO "schema_versions" VALUES('predictions',2,639316765131971776,0);
CREATE INDEX runs_by_experiment ON runs (experiment, number);
CREATE INDEX runs_by_parent ON runs (parent_id) WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX model_versions_of_runs ON model_versions (model, run_id, content) WHERE run_id IS NOT NULL;
CREATE INDEX alias_moves_by_model ON alias_moves (model, number);
CREATE INDEX lineage_downstream ON lineage (from_kind, from_id);
CREATE INDEX events_by_subject ON events (subject, id);
CREATE INDEX events_by_kind ON events (kind, id);
CREATE INDEX predictions_by_deployment ON predictions (deployment, number);
CREATE INDEX predictions_by_time ON predictions (at);
CREATE INDEX feedback_by_time ON feedback (at);
CREATE INDEX pipeline_steps_by_name ON pipeline_steps (pipeline, step, partition, changed_at);
CREATE INDEX runs_running ON runs (owner) WHERE status = 0;
CREATE INDEX predictions_by_shadowed ON predictions (of_id) WHERE of_id IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('runs',2);
INSERT INTO "sqlite_sequence" VALUES('dataset_commits',1);
INSERT INTO "sqlite_sequence" VALUES('alias_moves',1);
INSERT INTO "sqlite_sequence" VALUES('events',2);
INSERT INTO "sqlite_sequence" VALUES('predictions',3);
INSERT INTO "sqlite_sequence" VALUES('feedback',1);
INSERT INTO "sqlite_sequence" VALUES('pipeline_steps',1);
COMMIT;
