using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

/// <summary>Rows of runs, their parameters and tags, in the caller's transaction.</summary>
internal static class RunRows
{
    public const string Columns = "number, id, experiment, kind, name, status, started_at, ended_at, parent_id, error, deleted_at";

    public static RunStatus Status(SqliteSession s, string runId)
    {
        Require(s, runId);
        return (RunStatus)s.Number("SELECT status FROM runs WHERE id = $1", runId)!.Value;
    }

    public static long Require(SqliteSession s, string runId)
    {
        ArgumentException.ThrowIfNullOrEmpty(runId);
        return s.Number("SELECT number FROM runs WHERE id = $1", runId) ?? throw new CatalogNotFoundException($"There is no run '{runId}' in this catalog.");
    }

    public static Run? Find(SqliteSession s, string runId)
    {
        ArgumentException.ThrowIfNullOrEmpty(runId);
        (long number, Run? run) = s.First($"SELECT {Columns} FROM runs WHERE id = $1", Read, runId);
        return run is null ? null : WithDetails(s, number, run);
    }

    public static void AddParameter(SqliteSession s, long run, string runId, string key, string value)
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

    public static void SetTag(SqliteSession s, long run, string key, string? value)
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

    public static (long Number, Run Run) Read(SqliteDataReader r) => (r.GetInt64(0), new Run
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
        DeletedAt = r.TimeOrNull(10),
    });

    public static Run WithDetails(SqliteSession s, long number, Run run) => run with
    {
        Parameters = s.Pairs("SELECT key, value FROM run_parameters WHERE run = $1", r => r.GetString(1), number),
        Tags = s.Pairs("SELECT key, value FROM run_tags WHERE run = $1", r => r.GetString(1), number),
        Metrics = s.Pairs("SELECT key, last_value FROM run_metrics WHERE run = $1 AND last_step IS NOT NULL", r => r.Metric(1), number),
    };
}
