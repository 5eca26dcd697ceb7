using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Bootstrap of the area under the ROC curve: the rows are sorted once, not once a resample. For one area and for independent rows <see cref="RocAuc"/> and <see cref="DeLongTest"/> have closed forms; this one serves clusters, blocks and skewed areas.</summary>
public static class AucBootstrap
{
    /// <summary>The interval of one model's area.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="scores">Scores on any scale.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="method">How the interval is made.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, a score is not finite, or an option is out of its range.</exception>
    public static BootstrapResult Interval(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, BootstrapOptions? options = null, BootstrapMethod method = BootstrapMethod.Percentile)
    {
        var area = new CountedAuc(truth, scores);
        return Bootstrap.Counted(truth.Length, area.Of, options, method);
    }

    /// <summary>The interval of the difference of two models' areas on the same rows, first minus second; rows stay together.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="first">Scores of the first model.</param>
    /// <param name="second">Scores of the second model on the same rows.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="method">How the interval is made.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, a score is not finite, or an option is out of its range.</exception>
    public static BootstrapResult PairedDifference(ReadOnlySpan<bool> truth, ReadOnlySpan<double> first, ReadOnlySpan<double> second, BootstrapOptions? options = null, BootstrapMethod method = BootstrapMethod.Percentile)
    {
        var a = new CountedAuc(truth, first);
        var b = new CountedAuc(truth, second);
        return Bootstrap.Counted(truth.Length, counts => a.Of(counts) - b.Of(counts), options, method);
    }
}
