using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

internal sealed class RunStore(SqliteDatabase database) : IRunStore
{
    private const string Columns = "number, id, experiment, kind, name, status, started_at, ended_at, parent_id, error";
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
                int added = s.Run(
                    "INSERT OR IGNORE INTO runs (id, experiment, kind, name, status, started_at, parent_id, owner) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    id, start.Experiment, start.Kind, start.Name ?? start.Kind, (int)RunStatus.Running, database.Time.GetUtcNow().UtcTicks, start.ParentId, database.Owner.Acquire());
                if (added == 0)
                {
                    throw new CatalogConflictException($"A run with id '{id}' is there already. Reopen it to go on with it, or start a run with another id.");
                }

                long number = Require(s, id);
                foreach ((string key, string value) in start.Parameters)
                {
                    AddParameter(s, number, id, key, value);
                }

                foreach ((string key, string value) in start.Tags)
                {
                    SetTag(s, number, key, value);
                }

                return Find(s, id)!;
            },
            cancellationToken);
    }

    public Task<Run?> FindAsync(string runId, CancellationToken cancellationToken = default) => ReadAsync(s => Find(s, runId), cancellationToken);

    public Task<IReadOnlyList<Run>> ListAsync(RunQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Take, nameof(query));
        return ReadAsync<IReadOnlyList<Run>>(
            s =>
            {
                long? before = query.BeforeId is { } id ? Require(s, id) : null;
                List<(long Number, Run Run)> runs = s.All(ListSql(query), ReadRun, query.Experiment, query.Kind, (int?)query.Status, query.ParentId, query.Take, before);
                return [.. runs.Select(r => WithDetails(s, r.Number, r.Run))];
            },
            cancellationToken);
    }

    public Task AddParametersAsync(string runId, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return database.WriteAsync(
            s =>
            {
                long number = Require(s, runId);
                foreach ((string key, string value) in parameters)
                {
                    AddParameter(s, number, runId, key, value);
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
                long number = Require(s, runId);
                foreach ((string key, string? value) in tags)
                {
                    SetTag(s, number, key, value);
                }
            },
            cancellationToken);
    }

    public Task AddMetricsAsync(string runId, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        return database.WriteAsync(s => MetricTable.Add(s, Require(s, runId), points), cancellationToken);
    }

    public Task TruncateMetricsAsync(string runId, long afterStep, CancellationToken cancellationToken = default) =>
        database.WriteAsync(s => MetricTable.Truncate(s, Require(s, runId), afterStep), cancellationToken);

    public Task<IReadOnlyList<MetricPoint>> MetricHistoryAsync(string runId, string key, int take = 10_000, long? afterStep = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        return database.ReadAsync<IReadOnlyList<MetricPoint>>(s => MetricTable.History(s, Require(s, runId), key, take, afterStep), cancellationToken);
    }

    public Task<IReadOnlyList<MetricPoint>> MetricCourseAsync(string runId, string key, int points, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        return database.ReadAsync<IReadOnlyList<MetricPoint>>(s => MetricTable.Course(s, Require(s, runId), key, points), cancellationToken);
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
            long number = Require(s, runId);
            if (Needed.Run(s, runId, running: Status(s, runId) == RunStatus.Running && !database.Owner.IsGone(s.Text("SELECT owner FROM runs WHERE number = $1", number))) is { } why)
            {
                throw new CatalogConflictException($"Run '{runId}' can't be deleted: {why}.");
            }

            s.Run("DELETE FROM metric_points WHERE metric IN (SELECT id FROM run_metrics WHERE run = $1)", number);
            foreach (string table in new[] { "run_metrics", "run_tags", "run_parameters" })
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
                RunStatus now = Status(s, runId);
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
            if (Status(s, runId) == RunStatus.Finished)
            {
                throw new CatalogConflictException($"Run '{runId}' has finished; only a run that did not can be taken up again. Start a new run.");
            }

            s.Run("UPDATE runs SET status = $2, error = NULL, ended_at = NULL, owner = $3 WHERE id = $1", runId, (int)RunStatus.Running, database.Owner.Acquire());
        },
        cancellationToken);

    /// <summary>Only the conditions that are set, so that an index serves them.</summary>
    internal static string ListSql(RunQuery q) => $"SELECT {Columns} FROM runs WHERE " + string.Join(" AND ", new[]
    {
        "1",
        q.Experiment is null ? null : "experiment = $1",
        q.Kind is null ? null : "kind = $2",
        q.Status is null ? null : "status = $3",
        q.ParentId is null ? null : "parent_id = $4",
        q.BeforeId is null ? null : "number < $6",
    }.OfType<string>()) + " ORDER BY number DESC LIMIT $5";

    /// <summary>Reads, after marking running runs whose owner is gone as interrupted.</summary>
    private async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        (List<string?> owners, T found) = await database.ReadAsync(s => (s.All("SELECT DISTINCT owner FROM runs WHERE status = 0", r => r.TextOrNull(0)), read(s)), cancellationToken).ConfigureAwait(false);
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

    private static RunStatus Status(SqliteSession s, string runId)
    {
        Require(s, runId);
        return (RunStatus)s.Number("SELECT status FROM runs WHERE id = $1", runId)!.Value;
    }

    private static long Require(SqliteSession s, string runId)
    {
        ArgumentException.ThrowIfNullOrEmpty(runId);
        return s.Number("SELECT number FROM runs WHERE id = $1", runId) ?? throw new CatalogNotFoundException($"There is no run '{runId}' in this catalog.");
    }

    private static Run? Find(SqliteSession s, string runId)
    {
        ArgumentException.ThrowIfNullOrEmpty(runId);
        (long number, Run? run) = s.First($"SELECT {Columns} FROM runs WHERE id = $1", ReadRun, runId);
        return run is null ? null : WithDetails(s, number, run);
    }

    private static void AddParameter(SqliteSession s, long run, string runId, string key, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        string? there = s.Text("SELECT value FROM run_parameters WHERE run = $1 AND key = $2", run, key);
        if (there is null)
        {
            s.Run("INSERT INTO run_parameters (run, key, value) VALUES ($1, $2, $3)", run, key, value);
        }
        else if (there != value)
        {
            throw new CatalogConflictException($"Parameter '{key}' of run '{runId}' is '{there}' and can't become '{value}': parameters are written once. Use a tag for what changes.");
        }
    }

    private static void SetTag(SqliteSession s, long run, string key, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (value is null)
        {
            s.Run("DELETE FROM run_tags WHERE run = $1 AND key = $2", run, key);
        }
        else
        {
            s.Run("INSERT INTO run_tags (run, key, value) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET value = excluded.value", run, key, value);
        }
    }

    private static (long Number, Run Run) ReadRun(SqliteDataReader r) => (r.GetInt64(0), new Run
    {
        Id = r.GetString(1),
        Experiment = r.GetString(2),
        Kind = r.GetString(3),
        Name = r.GetString(4),
        Status = (RunStatus)r.GetInt32(5),
        StartedAt = r.Time(6),
        EndedAt = r.TimeOrNull(7),
        ParentId = r.TextOrNull(8),
        Error = r.TextOrNull(9),
    });

    private static Run WithDetails(SqliteSession s, long number, Run run) => run with
    {
        Parameters = s.Pairs("SELECT key, value FROM run_parameters WHERE run = $1", r => r.GetString(1), number),
        Tags = s.Pairs("SELECT key, value FROM run_tags WHERE run = $1", r => r.GetString(1), number),
        Metrics = s.Pairs("SELECT key, last_value FROM run_metrics WHERE run = $1 AND last_step IS NOT NULL", r => r.Metric(1), number),
    };
}
