using System.Diagnostics;
using AiInfra.Core.Catalog;
using AiInfra.Support.Stores;

namespace AiInfra.Sqlite.Tests.Tracking;

/// <summary>A catalog of ten million metric points: searches over its runs and courses of its curves stay quick.</summary>
public sealed class ManyPointsTests
{
    private const int Runs = 10_000;
    private const int Metrics = 9;
    private const int Steps = 100;
    private const int LongCurve = 1_000_000;

    [Fact]
    public async Task SearchAndCourse_TenMillionPoints_TakePartsOfASecond()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("AIINFRA_SOAK") == "1", "Set AIINFRA_SOAK=1 to measure.");
        using var store = new TemporaryStore();
        IRunStore runs = store.Catalog.Runs;
        var random = new Random(1);
        long start = Stopwatch.GetTimestamp();
        for (int r = 0; r < Runs; r++)
        {
            await runs.StartAsync(new RunStart("many", "training") { Id = $"r{r}", Parameters = new Dictionary<string, string> { ["rate"] = $"{r % 10}" } });
            await runs.AddMetricsAsync($"r{r}", [.. Enumerable.Range(0, Metrics * Steps).Select(i => new MetricPoint($"m{i % Metrics}", random.NextDouble(), i / Metrics, DateTimeOffset.UnixEpoch))]);
        }

        for (int from = 0; from < LongCurve; from += 10_000)
        {
            await runs.AddMetricsAsync("r0", [.. Enumerable.Range(from, 10_000).Select(i => new MetricPoint("long", Math.Sin(i), i, DateTimeOffset.UnixEpoch))]);
        }

        double written = Stopwatch.GetElapsedTime(start).TotalSeconds;
        (double search, IReadOnlyList<Run> found) = await TimeAsync(() => runs.SearchAsync(new RunSearch { Filter = "metrics.m3 > 0.5 AND params.rate = '7'", OrderBy = ["metrics.m1 DESC"], Take = 100 }));
        (double course, IReadOnlyList<MetricPoint> points) = await TimeAsync(() => runs.MetricCourseAsync("r0", "long", 1000));
        (double page, IReadOnlyList<MetricPoint> history) = await TimeAsync(() => runs.MetricHistoryAsync("r0", "long", 25_000, LongCurve / 2));
        TestContext.Current.SendDiagnosticMessage($"{(Runs * Metrics * Steps) + LongCurve:N0} points written in {written:F0} s; search over {Runs:N0} runs {search * 1000:F0} ms, course of 1,000 of {LongCurve:N0} points {course * 1000:F1} ms, page of 25,000 points {page * 1000:F0} ms");
        Assert.Equal((100, 1000, 25_000), (found.Count, points.Count, history.Count));
        Assert.All(found, r => Assert.Equal("7", r.Parameters["rate"]));
        Assert.InRange(search, 0, 2);
        Assert.InRange(course, 0, 1);
        Assert.InRange(page, 0, 2);
    }

    /// <summary>The fastest of three.</summary>
    private static async Task<(double Seconds, T Result)> TimeAsync<T>(Func<Task<T>> ask)
    {
        double best = double.MaxValue;
        T result = default!;
        for (int i = 0; i < 3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            result = await ask();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return (best, result);
    }
}
