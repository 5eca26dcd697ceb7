using AiInfra.Core.Catalog;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AiInfra.Sqlite.Stores;

/// <summary>Inserts metric points by SQLite's own calls: a command's parameters cost more than the row.</summary>
internal sealed class PointInsert : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public PointInsert(SqliteSession session)
    {
        _database = session.Handle;
        Check(raw.sqlite3_prepare_v2(_database, "INSERT OR IGNORE INTO metric_points (metric, step, at, value) VALUES (?, ?, ?, ?)", out _statement));
    }

    /// <summary>One that is there already stays one.</summary>
    public void Add(long metric, MetricPoint point)
    {
        Check(raw.sqlite3_bind_int64(_statement, 1, metric));
        Check(raw.sqlite3_bind_int64(_statement, 2, point.Step));
        Check(raw.sqlite3_bind_int64(_statement, 3, point.At.UtcTicks));
        Check(double.IsNaN(point.Value) ? raw.sqlite3_bind_text(_statement, 4, "NaN"u8) : raw.sqlite3_bind_double(_statement, 4, point.Value));
        int result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
