using System.Runtime.InteropServices;
using AiInfra.Core.Catalog;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>Metric points of runs, with the latest of each metric kept beside for lists of runs.</summary>
internal static class MetricTable
{
    public static void Add(SqliteSession s, long run, IReadOnlyList<MetricPoint> points)
    {
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

            s.Run("INSERT OR IGNORE INTO metric_points (metric, step, at, value) VALUES ($1, $2, $3, $4)", entry.Id, point.Step, point.At.UtcTicks, Stored(point.Value));
        }

        foreach ((long id, MetricPoint p) in latest.Values)
        {
            s.Run(
                "UPDATE run_metrics SET last_step = $2, last_at = $3, last_value = $4 WHERE id = $1 AND (last_step IS NULL OR last_step < $2 OR (last_step = $2 AND last_at <= $3))",
                id, p.Step, p.At.UtcTicks, Stored(p.Value));
        }
    }

    public static void Truncate(SqliteSession s, long run, long afterStep)
    {
        s.Run("DELETE FROM metric_points WHERE metric IN (SELECT id FROM run_metrics WHERE run = $1) AND step > $2", run, afterStep);
        s.Run(
            "UPDATE run_metrics SET (last_step, last_at, last_value) = (SELECT step, at, value FROM metric_points WHERE metric = run_metrics.id ORDER BY step DESC, at DESC LIMIT 1) WHERE run = $1",
            run);
    }

    public static List<MetricPoint> History(SqliteSession s, long run, string key) => s.All(
        "SELECT p.value, p.step, p.at FROM run_metrics m JOIN metric_points p ON p.metric = m.id WHERE m.run = $1 AND m.key = $2 ORDER BY p.step, p.at",
        r => new MetricPoint(key, r.Metric(0), r.GetInt64(1), r.Time(2)),
        run,
        key);

    private static bool IsLater(MetricPoint a, MetricPoint b) => a.Step > b.Step || (a.Step == b.Step && a.At >= b.At);

    private static object Stored(double value) => double.IsNaN(value) ? "NaN" : value;

    private static long Id(SqliteSession s, long run, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        s.Run("INSERT OR IGNORE INTO run_metrics (run, key) VALUES ($1, $2)", run, key);
        return s.Number("SELECT id FROM run_metrics WHERE run = $1 AND key = $2", run, key)!.Value;
    }
}
