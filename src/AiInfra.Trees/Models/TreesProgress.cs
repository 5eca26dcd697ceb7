using AiInfra.Core.Catalog;
using AiInfra.Training.Loop;

namespace AiInfra.Trees.Models;

/// <summary>Says where a training of trees stands: to whoever listens a few times a second, to the catalog every few trees.</summary>
internal sealed class TreesProgress(IProgress<TrainingProgress>? progress, TimeProvider time, long started, List<MetricPoint> points, int every)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.25);
    private long? _reported;

    /// <summary>Whether the figures of the training rows are worth their time now.</summary>
    public bool IsDue(int tree) => tree % every == 0;

    public void Report(int tree, int most, int rows, double loss, double score, bool last)
    {
        if (progress is null || (!last && time.GetElapsedTime(_reported ?? started) < s_interval))
        {
            return;
        }

        _reported = time.GetTimestamp();
        TimeSpan elapsed = time.GetElapsedTime(started);
        progress.Report(new TrainingProgress(
            tree, most, tree, loss, score, elapsed > TimeSpan.Zero ? (double)rows * tree / elapsed.TotalSeconds : 0, elapsed, tree > 0 ? elapsed * ((double)(most - tree) / tree) : null));
    }

    public void Keep(string key, double value, int tree) => points.Add(new MetricPoint(key, value, tree, time.GetUtcNow()));
}
