using System.Runtime.InteropServices;
using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>Metric points of runs, with the latest of each metric kept beside for lists of runs.</summary>
internal static class MetricTable
{
    public static void Add(SqliteSession s, long run, IReadOnlyList<MetricPoint> points)
    {
        using var insert = new PointInsert(s);
        var latest = new Dictionary<string, (long Id, MetricPoint Point)>(StringComparer.Ordinal);
        foreach (MetricPoint point in points)
        {
            ref (long Id, MetricPoint Point) entry = ref CollectionsMarshal.GetValueRefOrAddDefault(latest, point.Key, out bool there);
            if (!there)
            {
                entry = (Id(s, run, point.Key), point);
            }
            else if (IsLater(point, entry.Point))
            {
                entry.Point = point;
            }

            insert.Add(entry.Id, point);
        }

        foreach ((long id, MetricPoint p) in latest.Values)
        {
            s.Run(
                "UPDATE run_metrics SET last_step = $2, last_at = $3, last_value = $4 WHERE id = $1 AND (last_step IS NULL OR last_step < $2 OR (last_step = $2 AND (last_at < $3 OR (last_at = $3 AND last_value <= $4))))",
                id, p.Step, p.At.UtcTicks, Stored(p.Value));
        }
    }

    public static void Truncate(SqliteSession s, long run, long afterStep)
    {
        s.Run("DELETE FROM metric_points WHERE metric IN (SELECT id FROM run_metrics WHERE run = $1 AND key NOT GLOB 'system/*') AND step > $2", run, afterStep);
        s.Run(
            "UPDATE run_metrics SET (last_step, last_at, last_value) = (SELECT step, at, value FROM metric_points WHERE metric = run_metrics.id ORDER BY step DESC, at DESC, value DESC LIMIT 1) WHERE run = $1",
            run);
    }

    public static List<MetricPoint> Latest(SqliteSession s, long run) => s.All(
        "SELECT key, last_value, last_step, last_at FROM run_metrics WHERE run = $1 AND last_step IS NOT NULL ORDER BY key",
        r => new MetricPoint(r.GetString(0), r.Metric(1), r.GetInt64(2), r.Time(3)),
        run);

    /// <summary>A page of whole steps.</summary>
    public static List<MetricPoint> History(SqliteSession s, long run, string key, int take, long? afterStep)
    {
        if (take == 0 || Find(s, run, key) is not { } metric)
        {
            return [];
        }

        long after = afterStep ?? long.MinValue;
        long last = s.Number("SELECT step FROM metric_points WHERE metric = $1 AND (step > $2 OR $3) ORDER BY step, at LIMIT 1 OFFSET $4", metric, after, afterStep is null ? 1 : 0, take - 1) ?? long.MaxValue;
        return s.All(
            "SELECT value, step, at FROM metric_points WHERE metric = $1 AND (step > $2 OR $3) AND step <= $4 ORDER BY step, at",
            r => new MetricPoint(key, r.Metric(0), r.GetInt64(1), r.Time(2)),
            metric, after, afterStep is null ? 1 : 0, last);
    }

    /// <summary>So many points, evenly chosen by their steps: a seek each, however many points there are. Where few steps have many points, by their place.</summary>
    public static List<MetricPoint> Course(SqliteSession s, long run, string key, int points)
    {
        if (Find(s, run, key) is not { } metric)
        {
            return [];
        }

        List<MetricPoint> all = Points(s, key, "1 ORDER BY step, at, value LIMIT $2", metric, points + 1L);
        if (all.Count <= points)
        {
            return all;
        }

        MetricPoint last = Points(s, key, "1 ORDER BY step DESC, at DESC, value DESC LIMIT 1", metric)[0];
        var chosen = new List<MetricPoint> { all[0] };
        for (int i = 1; i < points - 1; i++)
        {
            long step = (long)(all[0].Step + (((Int128)last.Step - all[0].Step) * i / (points - 1)));
            if (step > chosen[^1].Step && Points(s, key, "step >= $2 ORDER BY step, at, value LIMIT 1", metric, step)[0] is var next && next != chosen[^1])
            {
                chosen.Add(next);
            }
        }

        if (chosen[^1] != last)
        {
            chosen.Add(last);
        }

        return chosen.Count > points / 2 ? chosen : ByPlace(s, metric, key, points);
    }

    /// <summary>Place i of n - 1 is chosen when it begins one of the points - 1 equal parts, or is the last.</summary>
    private static List<MetricPoint> ByPlace(SqliteSession s, long metric, string key, int points)
    {
        long last = (s.Number("SELECT count(*) FROM metric_points WHERE metric = $1", metric) ?? 0) - 1;
        return s.All(
            """
            SELECT value, step, at FROM (SELECT value, step, at, row_number() OVER (ORDER BY step, at, value) - 1 AS place FROM metric_points WHERE metric = $1)
            WHERE place = 0 OR place * ($3 - 1) / $2 > (place - 1) * ($3 - 1) / $2 ORDER BY place
            """,
            r => new MetricPoint(key, r.Metric(0), r.GetInt64(1), r.Time(2)),
            metric, last, points);
    }

    private static List<MetricPoint> Points(SqliteSession s, string key, string which, params ReadOnlySpan<object?> arguments) =>
        s.All($"SELECT value, step, at FROM metric_points WHERE metric = $1 AND {which}", r => new MetricPoint(key, r.Metric(0), r.GetInt64(1), r.Time(2)), arguments);

    /// <summary>Forgets points of runs that ended long ago; the latest of every metric stays.</summary>
    public static Pruned Prune(SqliteSession s, Pruning p)
    {
        const string going = """
            SELECT p.metric, p.step, p.at, p.value FROM runs r JOIN run_metrics m ON m.run = r.number JOIN metric_points p ON p.metric = m.id
            WHERE r.ended_at < $1 AND (p.step <> m.last_step OR p.at <> m.last_at)
            """;
        const int bytes = 40;
        if (p.DryRun)
        {
            long all = s.Number($"SELECT count(*) FROM ({going})", p.Before?.UtcTicks) ?? 0;
            return new Pruned(all, all * bytes);
        }

        int rows = s.Run($"DELETE FROM metric_points WHERE (metric, step, at, value) IN ({going} LIMIT $2)", p.Before?.UtcTicks, p.Take);
        return new Pruned(rows, rows * bytes);
    }

    private static bool IsLater(MetricPoint a, MetricPoint b) => a.Step > b.Step || (a.Step == b.Step && (a.At > b.At || (a.At == b.At && (double.IsNaN(a.Value) || a.Value > b.Value))));

    private static object Stored(double value) => double.IsNaN(value) ? "NaN" : value;

    private static long? Find(SqliteSession s, long run, string key) => s.Number("SELECT id FROM run_metrics WHERE run = $1 AND key = $2", run, key);

    private static long Id(SqliteSession s, long run, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        s.Run("INSERT OR IGNORE INTO run_metrics (run, key) VALUES ($1, $2)", run, key);
        return Find(s, run, key)!.Value;
    }
}
