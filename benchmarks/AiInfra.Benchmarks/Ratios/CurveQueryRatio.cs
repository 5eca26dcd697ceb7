using System.Diagnostics;
using AiInfra.Core.Catalog;
using AiInfra.Sqlite;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>1,000 points of a run's curve of a million, as a chart asks for them, against 50 milliseconds. Seconds.</summary>
internal sealed class CurveQueryRatio : IRatio
{
    private const int There = 1_000_000;
    private const int Shown = 1000;
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-curve-").FullName;
    private SqliteCatalog? _catalog;

    public string Name => "curve-query";

    public double Goal => 1.0;

    public async Task<bool> PrepareAsync()
    {
        _catalog = new SqliteCatalog(Path.Combine(_folder, "catalog.db"));
        await _catalog.Runs.StartAsync(new RunStart("curve", "training") { Id = "r" });
        DateTimeOffset at = DateTimeOffset.UtcNow;
        foreach (int[] steps in Enumerable.Range(0, There).Chunk(50_000))
        {
            await _catalog.Runs.AddMetricsAsync("r", [.. steps.Select(i => new MetricPoint("loss", 1.0 / (1 + i), i, at.AddMilliseconds(i)))]);
        }

        await OursAsync();
        return true;
    }

    public async Task<double> OursAsync()
    {
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<MetricPoint> course = await _catalog!.Runs.MetricCourseAsync("r", "loss", Shown);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return course.Count == Shown && course[^1].Step == There - 1 ? seconds : throw new InvalidOperationException($"{course.Count} points, the last of step {course[^1].Step}.");
    }

    public Task<double> TheirsAsync() => Task.FromResult(0.05);

    public ValueTask DisposeAsync()
    {
        _catalog?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
