using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

internal sealed class RunStore(SqliteDatabase database) : IRunStore
{
    private const int MostFound = 50_000;
    private const string Elsewhere = "elsewhere";
    private const string Gone = "The process that ran it ended without ending the run.";

    public Task<Run> StartAsync(RunStart start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentException.ThrowIfNullOrEmpty(start.Experiment);
        ArgumentException.ThrowIfNullOrEmpty(start.Kind);
        string id = start.Id ?? Guid.NewGuid().ToString("N");
        return database.WriteAsync(
            s =>
            {
                DateTimeOffset now = database.Time.GetUtcNow();
                ExperimentStore.Ensure(s, start.Experiment, now.UtcTicks);
                int added = s.Run(
                    "INSERT OR IGNORE INTO runs (id, experiment, kind, name, status, started_at, parent_id, owner) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    id, start.Experiment, start.Kind, start.Name ?? start.Kind, (int)RunStatus.Running, (start.StartedAt ?? now).UtcTicks, start.ParentId, start.IsElsewhere ? Elsewhere : database.Owner.Acquire());
                if (added == 0)
                {
                    throw new CatalogConflictException($"A run with id '{id}' is there already. Reopen it to go on with it, or start a run with another id.");
                }

                long number = RunRows.Require(s, id);
                foreach ((string key, string value) in start.Parameters)
                {
                    RunRows.AddParameter(s, number, id, key, value);
                }

                foreach ((string key, string value) in start.Tags)
                {
                    RunRows.SetTag(s, number, key, value);
                }

                return RunRows.Find(s, id)!;
            },
            cancellationToken);
    }

    public Task<Run?> FindAsync(string runId, CancellationToken cancellationToken = default) => ReadAsync(s => RunRows.Find(s, runId), cancellationToken);

    public Task<IReadOnlyList<Run>> ListAsync(RunQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Take, nameof(query));
        return ReadAsync<IReadOnlyList<Run>>(
            s =>
            {
                long? before = query.BeforeId is { } id ? RunRows.Require(s, id) : null;
                List<(long Number, Run Run)> runs = s.All(ListSql(query), RunRows.Read, query.Experiment, query.Kind, (int?)query.Status, query.ParentId, query.Take, before);
                return [.. runs.Select(r => RunRows.WithDetails(s, r.Number, r.Run))];
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<Run>> SearchAsync(RunSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentOutOfRangeException.ThrowIfLessThan(search.Take, 1, nameof(search));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(search.Take, MostFound, nameof(search));
        ArgumentOutOfRangeException.ThrowIfNegative(search.Skip, nameof(search));
        var sql = new RunSearchSql(search, RunRows.Columns);
        return ReadAsync<IReadOnlyList<Run>>(s => [.. s.All(sql.Text, RunRows.Read, sql.Arguments).Select(r => RunRows.WithDetails(s, r.Number, r.Run))], cancellationToken);
    }

    public Task ChangeAsync(string runId, RunChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return database.WriteAsync(
            s =>
            {
                long number = RunRows.Require(s, runId);
                long now = database.Time.GetUtcNow().UtcTicks;
                s.Run("UPDATE runs SET name = coalesce($2, name), parent_id = coalesce($3, parent_id) WHERE number = $1", number, change.Name, change.ParentId);
                if (change.Status is { } status)
                {
                    bool runs = status == RunStatus.Running;
                    s.Run("UPDATE runs SET status = $2, ended_at = $3, owner = CASE WHEN $2 = 0 THEN $4 ELSE owner END WHERE number = $1", number, (int)status, runs ? null : change.EndedAt?.UtcTicks ?? now, Elsewhere);
                }
                else if (change.EndedAt is { } ended)
                {
                    s.Run("UPDATE runs SET ended_at = $2 WHERE number = $1 AND status <> 0", number, ended.UtcTicks);
                }

                if (change.IsDeleted is { } deleted)
                {
                    s.Run("UPDATE runs SET deleted_at = CASE WHEN $2 THEN coalesce(deleted_at, $3) END WHERE number = $1", number, deleted ? 1 : 0, now);
                }
            },
            cancellationToken);
    }

    public Task AddArtifactsAsync(string runId, IReadOnlyList<RunArtifact> artifacts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(artifacts);
        return database.WriteAsync(s => RunFiles.Add(s, RunRows.Require(s, runId), runId, artifacts), cancellationToken);
    }

    public Task<IReadOnlyList<RunArtifact>> ArtifactsAsync(string runId, string? under = null, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<RunArtifact>>(s => RunFiles.List(s, RunRows.Require(s, runId), under), cancellationToken);

    public Task<int> RemoveArtifactsAsync(string runId, string under, CancellationToken cancellationToken = default) =>
        database.WriteAsync(s => RunFiles.Remove(s, RunRows.Require(s, runId), runId, under), cancellationToken);

    public Task AddInputsAsync(string runId, IReadOnlyList<RunInput> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return database.WriteAsync(s => RunFiles.Add(s, RunRows.Require(s, runId), inputs), cancellationToken);
    }

    public Task<IReadOnlyList<RunInput>> InputsAsync(string runId, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<RunInput>>(s => RunFiles.Inputs(s, RunRows.Require(s, runId)), cancellationToken);

    public Task AddParametersAsync(string runId, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return database.WriteAsync(
            s =>
            {
                long number = RunRows.Require(s, runId);
                foreach ((string key, string value) in parameters)
                {
                    RunRows.AddParameter(s, number, runId, key, value);
                }
            },
            cancellationToken);
    }

    public Task SetTagsAsync(string runId, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return database.WriteAsync(
            s =>
            {
                long number = RunRows.Require(s, runId);
                foreach ((string key, string? value) in tags)
                {
                    RunRows.SetTag(s, number, key, value);
                }
            },
            cancellationToken);
    }

    public Task AddMetricsAsync(string runId, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        return database.WriteAsync(s => MetricTable.Add(s, RunRows.Require(s, runId), points), cancellationToken);
    }

    public Task TruncateMetricsAsync(string runId, long afterStep, CancellationToken cancellationToken = default) =>
        database.WriteAsync(s => MetricTable.Truncate(s, RunRows.Require(s, runId), afterStep), cancellationToken);

    public Task<IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>>> LatestMetricsAsync(IReadOnlyList<string> runIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runIds);
        return database.ReadAsync<IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>>>(
            s =>
            {
                var latest = new Dictionary<string, IReadOnlyList<MetricPoint>>(StringComparer.Ordinal);
                foreach (string id in runIds)
                {
                    if (s.Number("SELECT number FROM runs WHERE id = $1", id) is { } number)
                    {
                        latest[id] = MetricTable.Latest(s, number);
                    }
                }

                return latest;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<MetricPoint>> MetricHistoryAsync(string runId, string key, int take = 10_000, long? afterStep = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        return database.ReadAsync<IReadOnlyList<MetricPoint>>(s => MetricTable.History(s, RunRows.Require(s, runId), key, take, afterStep), cancellationToken);
    }

    public Task<IReadOnlyList<MetricPoint>> MetricCourseAsync(string runId, string key, int points, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        return database.ReadAsync<IReadOnlyList<MetricPoint>>(s => MetricTable.Course(s, RunRows.Require(s, runId), key, points), cancellationToken);
    }

    public Task<Pruned> PruneMetricsAsync(Pruning pruning, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pruning);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pruning.Take, nameof(pruning));
        if (pruning.Rows is not null || pruning.Bytes is not null)
        {
            throw new ArgumentException("Metric points go by the age of their run only; leave Rows and Bytes out and set Before.", nameof(pruning));
        }

        return pruning.DryRun ? database.ReadAsync(s => MetricTable.Prune(s, pruning), cancellationToken) : database.WriteAsync(s => MetricTable.Prune(s, pruning), cancellationToken);
    }

    public Task DeleteAsync(string runId, CancellationToken cancellationToken = default) => database.WriteAsync(
        s =>
        {
            long number = RunRows.Require(s, runId);
            if (Needed.Run(s, runId, running: RunRows.Status(s, runId) == RunStatus.Running && !database.Owner.IsGone(s.Text("SELECT owner FROM runs WHERE number = $1", number))) is { } why)
            {
                throw new CatalogConflictException($"Run '{runId}' can't be deleted: {why}.");
            }

            s.Run("DELETE FROM metric_points WHERE metric IN (SELECT id FROM run_metrics WHERE run = $1)", number);
            foreach (string table in new[] { "run_metrics", "run_tags", "run_parameters", "run_artifacts", "run_inputs" })
            {
                s.Run($"DELETE FROM {table} WHERE run = $1", number);
            }

            s.Run("DELETE FROM runs WHERE number = $1", number);
        },
        cancellationToken);

    public Task FinishAsync(string runId, RunStatus status, string? error = null, CancellationToken cancellationToken = default)
    {
        if (status is not (RunStatus.Finished or RunStatus.Failed or RunStatus.Cancelled))
        {
            throw new ArgumentOutOfRangeException(nameof(status), status, "A run ends as Finished, Failed or Cancelled.");
        }

        return database.WriteAsync(
            s =>
            {
                RunStatus now = RunRows.Status(s, runId);
                if (now is RunStatus.Running or RunStatus.Interrupted)
                {
                    s.Run("UPDATE runs SET status = $2, error = $3, ended_at = $4 WHERE id = $1", runId, (int)status, error, database.Time.GetUtcNow().UtcTicks);
                }
                else if (now != status)
                {
                    throw new CatalogConflictException($"Run '{runId}' ended as {now} already; it can't end as {status} too. Reopen it first.");
                }
            },
            cancellationToken);
    }

    public Task ReopenAsync(string runId, CancellationToken cancellationToken = default) => database.WriteAsync(
        s =>
        {
            if (RunRows.Status(s, runId) == RunStatus.Finished)
            {
                throw new CatalogConflictException($"Run '{runId}' has finished; only a run that did not can be taken up again. Start a new run.");
            }

            s.Run("UPDATE runs SET status = $2, error = NULL, ended_at = NULL, owner = $3 WHERE id = $1", runId, (int)RunStatus.Running, database.Owner.Acquire());
        },
        cancellationToken);

    /// <summary>Only the conditions that are set, so that an index serves them.</summary>
    internal static string ListSql(RunQuery q) => $"SELECT {RunRows.Columns} FROM runs WHERE " + string.Join(" AND ", new[]
    {
        "1",
        q.Experiment is null ? null : "experiment = $1",
        q.Kind is null ? null : "kind = $2",
        q.Status is null ? null : "status = $3",
        q.ParentId is null ? null : "parent_id = $4",
        q.BeforeId is null ? null : "number < $6",
        q.WithDeleted ? null : "deleted_at IS NULL",
    }.OfType<string>()) + " ORDER BY number DESC LIMIT $5";

    /// <summary>Reads, after marking running runs whose owner is gone as interrupted.</summary>
    private async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        (List<string?> owners, T found) = await database.ReadAsync(s => (s.All("SELECT DISTINCT owner FROM runs WHERE status = 0 AND owner IS NOT 'elsewhere'", r => r.TextOrNull(0)), read(s)), cancellationToken).ConfigureAwait(false);
        owners.RemoveAll(o => database.IsReadOnly || !database.Owner.IsGone(o));
        return owners.Count == 0 ? found : await database.WriteAsync(
            s =>
            {
                foreach (string? owner in owners)
                {
                    s.Run(
                        "UPDATE runs SET status = $2, error = $3, ended_at = $4 WHERE status = 0 AND owner IS $1",
                        owner, (int)RunStatus.Interrupted, Gone, database.Time.GetUtcNow().UtcTicks);
                }

                return read(s);
            },
            cancellationToken).ConfigureAwait(false);
    }
}
