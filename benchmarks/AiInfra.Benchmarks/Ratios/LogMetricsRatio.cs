using System.Diagnostics;
using AiInfra.Core.Catalog;
using AiInfra.Core.Tracking;
using AiInfra.Sqlite;
using Microsoft.Data.Sqlite;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>300,000 points of three metrics of a run: through a run's logger into the catalog, against prepared inserts, a row each, of the same rows in one transaction. Seconds, until all is on disk.</summary>
internal sealed class LogMetricsRatio : IRatio
{
    private const int Steps = 100_000;
    private static readonly string[] s_keys = ["train/loss", "train/learning-rate", "train/gradient-norm"];

    // Beside the program, so that both sides write to a disk and not to a memory file system.
    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "log-metrics");
    private int _round;

    public string Name => "log-metrics";

    public double Goal => 0.80;

    public async Task<bool> PrepareAsync()
    {
        await OursAsync();
        await TheirsAsync();
        return true;
    }

    public async Task<double> OursAsync()
    {
        using var catalog = new SqliteCatalog(Fresh());
        RunLogger log = await RunLogger.StartAsync(catalog.Runs, new RunStart("log", "training") { Id = "r" });
        long start = Stopwatch.GetTimestamp();
        for (int step = 0; step < Steps; step++)
        {
            foreach (string key in s_keys)
            {
                if (!log.TryMetric(key, step * 0.001, step))
                {
                    await log.MetricAsync(key, step * 0.001, step);
                }
            }
        }

        await log.FlushAsync();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await log.FinishAsync();
        int points = (await catalog.Runs.MetricHistoryAsync("r", s_keys[2], Steps + 1)).Count;
        return points == Steps ? seconds : throw new InvalidOperationException($"{points} points for {Steps} steps.");
    }

    public Task<double> TheirsAsync()
    {
        using var connection = new SqliteConnection($"Data Source={Fresh()};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE points (metric INTEGER NOT NULL, step INTEGER NOT NULL, at INTEGER NOT NULL, value NOT NULL, PRIMARY KEY (metric, step, at, value)) WITHOUT ROWID;");
        long start = Stopwatch.GetTimestamp();
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            using SqliteCommand insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = "INSERT INTO points (metric, step, at, value) VALUES ($metric, $step, $at, $value)";
            SqliteParameter[] parameters = [.. new[] { "$metric", "$step", "$at", "$value" }.Select(name => insert.Parameters.Add(new SqliteParameter { ParameterName = name }))];
            insert.Prepare();
            for (int step = 0; step < Steps; step++)
            {
                for (int key = 0; key < s_keys.Length; key++)
                {
                    parameters[0].Value = (long)key;
                    parameters[1].Value = (long)step;
                    parameters[2].Value = DateTime.UtcNow.Ticks;
                    parameters[3].Value = step * 0.001;
                    insert.ExecuteNonQuery();
                }
            }

            transaction.Commit();
        }

        return Task.FromResult(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    private string Fresh()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        Directory.CreateDirectory(_folder);
        return Path.Combine(_folder, $"{_round++}.db");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
