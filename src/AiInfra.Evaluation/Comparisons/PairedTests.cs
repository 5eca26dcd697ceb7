using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Statistics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Chooses and runs the paired test of a comparison.</summary>
internal static class PairedTests
{
    public static PairedFinding Run(IMetric metric, PredictionSet candidate, PredictionSet champion, ComparisonOptions options)
    {
        ComparisonMethod method = options.Method == ComparisonMethod.Automatic ? Choose(metric, candidate, champion, options) : options.Method;
        return method switch
        {
            ComparisonMethod.McNemar when metric is Accuracy && options.Margin == 0 && Independent(champion, options) => McNemar(candidate, champion, options),
            ComparisonMethod.DeLong when metric is RocAuc && !champion.IsWeighted && HasTwoOfEach(champion) => DeLong(candidate, champion, options),
            ComparisonMethod.PairedT when IsMeanLoss(metric, champion, options) => PairedT(Losses((IRowLoss)metric, champion), Losses((IRowLoss)metric, candidate), ((IRowLoss)metric).IsMean, options),
            ComparisonMethod.Wilcoxon when IsMeanLoss(metric, champion, options) && !options.IsTimeStream => Wilcoxon(Losses((IRowLoss)metric, champion), Losses((IRowLoss)metric, candidate), ((IRowLoss)metric).IsMean, options),
            ComparisonMethod.Sequential when IsMeanLoss(metric, champion, options) =>
                SequentialComparison.Of(Losses((IRowLoss)metric, champion), Losses((IRowLoss)metric, candidate), metric is Accuracy or TopKAccuracy, ((IRowLoss)metric).IsMean, options),
            ComparisonMethod.Bootstrap => Bootstrapped(metric, candidate, champion, options),
            _ => throw new ArgumentException($"{method} does not serve {metric.Name} here (margin {options.Margin}, time stream {options.IsTimeStream}, weights {champion.IsWeighted}); leave the method automatic, or bootstrap.", nameof(options)),
        };
    }

    private static ComparisonMethod Choose(IMetric metric, PredictionSet candidate, PredictionSet champion, ComparisonOptions options) =>
        metric is Accuracy && options.Margin == 0 && Independent(champion, options) ? ComparisonMethod.McNemar
        : metric is RocAuc && !champion.IsWeighted && HasTwoOfEach(champion) ? ComparisonMethod.DeLong
        : IsMeanLoss(metric, champion, options) && candidate.Count > 1 ? ComparisonMethod.PairedT
        : ComparisonMethod.Bootstrap;

    private static bool Independent(PredictionSet set, ComparisonOptions options) => !options.IsTimeStream && !set.IsWeighted;

    // The metric is a plain mean over rows; or, where no margin has to be on its scale, increases with one.
    private static bool IsMeanLoss(IMetric metric, PredictionSet set, ComparisonOptions options) =>
        metric is IRowLoss loss && !set.IsWeighted && (loss.IsMean || options.Margin == 0);

    private static bool HasTwoOfEach(PredictionSet set) =>
        set.Classes!.Count == 2 && set.Labels.Count(1) >= 2 && set.Labels.Count(0) >= 2;

    /// <summary>The test of two columns of losses, a row each, whose means are compared.</summary>
    public static PairedFinding Run(double[] old, double[] young, ComparisonOptions options)
    {
        switch (options.Method)
        {
            case ComparisonMethod.Automatic or ComparisonMethod.PairedT:
                return PairedT(old, young, true, options);
            case ComparisonMethod.Wilcoxon when !options.IsTimeStream:
                return Wilcoxon(old, young, true, options);
            case ComparisonMethod.Sequential:
                return SequentialComparison.Of(old, young, false, true, options);
            case ComparisonMethod.Bootstrap:
                double[] gain = Differences(old, young);
                return Run(gain, rows => Mean(gain, rows), options);
            default:
                throw new ArgumentException($"{options.Method} does not serve means of rows here (time stream {options.IsTimeStream}); leave the method automatic, or bootstrap.", nameof(options));
        }
    }

    /// <summary>The bootstrap of a difference that is no mean. The gains of the single parts, more is better, show how long they resemble each other.</summary>
    public static PairedFinding Run(double[] gains, ResampledStatistic difference, ComparisonOptions options, bool centred = false)
    {
        int block = !options.IsTimeStream ? 1 : options.BlockLength > 0 ? options.BlockLength : Math.Max(1, SerialDependence.Lag(gains));
        BootstrapResult drawn = Bootstrap.Percentile(gains.Length, difference, new() { Resamples = options.Resamples, Seed = options.Seed, BlockLength = block, Confidence = (2 * options.Confidence) - 1 });
        return Resampled(centred ? drawn.Centred() : drawn, block, gains.Length, options);
    }

    private static PairedFinding McNemar(PredictionSet candidate, PredictionSet champion, ComparisonOptions options)
    {
        long onlyCandidate = 0, onlyChampion = 0;
        for (int i = 0; i < champion.Count; i++)
        {
            bool old = champion.Predicted[i] == champion.Labels[i], young = candidate.Predicted[i] == champion.Labels[i];
            onlyCandidate += young && !old ? 1 : 0;
            onlyChampion += old && !young ? 1 : 0;
        }

        PairedTestResult better = McNemarTest.Test(onlyCandidate, onlyChampion, champion.Count, PairedAlternative.Greater);
        PairedTestResult worse = McNemarTest.Test(onlyCandidate, onlyChampion, champion.Count, PairedAlternative.Less);
        string test = $"{better.Test}, {onlyCandidate} rows only the candidate got right, {onlyChampion} only the other";
        return new(test, better.PValue, worse.PValue, better.StandardError, Interval(better.Difference, better.StandardError, 0, champion.Count, options), 0, better.Difference / better.StandardError);
    }

    private static PairedFinding DeLong(PredictionSet candidate, PredictionSet champion, ComparisonOptions options)
    {
        var truth = new bool[champion.Count];
        var old = new double[champion.Count];
        var young = new double[champion.Count];
        for (int i = 0; i < truth.Length; i++)
        {
            truth[i] = champion.Labels[i] == 1;
            old[i] = champion[i].Probabilities[1];
            young[i] = candidate[i].Probabilities[1];
        }

        int lag = !options.IsTimeStream ? 0 : options.BlockLength > 0 ? Math.Min(options.BlockLength, truth.Length - 2) : DeLongTest.Lag(truth, young, old);
        PairedTestResult Ask(PairedAlternative side) => lag == 0
            ? DeLongTest.Test(truth, young, old, side, -options.Margin)
            : DeLongTest.TestSerial(truth, young, old, lag, side, -options.Margin);
        PairedTestResult better = Ask(PairedAlternative.Greater), worse = Ask(PairedAlternative.Less);
        return new(better.Test, better.PValue, worse.PValue, better.StandardError, Interval(better.Difference, better.StandardError, lag, champion.Count, options), lag, better.Statistic);
    }

    private static PairedFinding PairedT(double[] old, double[] young, bool isMean, ComparisonOptions options)
    {
        if (!options.IsTimeStream)
        {
            PairedTestResult up = PairedTTest.Test(old, young, PairedAlternative.Greater, -options.Margin);
            PairedTestResult down = PairedTTest.Test(old, young, PairedAlternative.Less, -options.Margin);
            return new(up.Test, up.PValue, down.PValue, ErrorOf(isMean, up), isMean ? Interval(up.Difference, up.StandardError, 0, old.Length, options) : null, 0, up.Statistic);
        }

        int lag = options.BlockLength > 0 ? Math.Min(options.BlockLength, old.Length - 2) : SerialDependence.Lag(Differences(old, young));
        PairedTestResult better = PairedTTest.TestSerial(old, young, lag, PairedAlternative.Greater, -options.Margin);
        PairedTestResult worse = PairedTTest.TestSerial(old, young, lag, PairedAlternative.Less, -options.Margin);
        return new(better.Test, better.PValue, worse.PValue, ErrorOf(isMean, better), isMean ? Interval(better.Difference, better.StandardError, lag, old.Length, options) : null, lag, better.Statistic);
    }

    private static PairedFinding Wilcoxon(double[] losses, double[] young, bool isMean, ComparisonOptions options)
    {
        double[] old = Array.ConvertAll(losses, l => l + options.Margin);
        PairedTestResult better = WilcoxonTest.Test(old, young, PairedAlternative.Greater);
        PairedTestResult worse = WilcoxonTest.Test(old, young, PairedAlternative.Less);
        PairedTestResult means = PairedTTest.Test(old, young);
        return new(better.Test, better.PValue, worse.PValue, ErrorOf(isMean, means), null, 0, means.Statistic);
    }

    private static PairedFinding Bootstrapped(IMetric metric, PredictionSet candidate, PredictionSet champion, ComparisonOptions options)
    {
        int block = !options.IsTimeStream ? 1
            : options.BlockLength > 0 ? options.BlockLength
            : Math.Max(1, Lag(metric, candidate, champion));
        var bootstrap = new BootstrapOptions { Resamples = options.Resamples, Seed = options.Seed, BlockLength = block, Confidence = (2 * options.Confidence) - 1 };
        int[] all = [.. Enumerable.Range(0, champion.Count)];
        double Better(double young, double old) => metric.HigherIsBetter ? young - old : old - young;
        BootstrapResult result = CountedMetric.For(champion, metric, all) is { } old && CountedMetric.For(candidate, metric, all) is { } young
            ? Bootstrap.Counted(champion.Count, counts => Better(young(counts), old(counts)), bootstrap)
            : Bootstrap.Percentile(champion.Count, rows => Better(candidate.Score(metric, rows).Value, champion.Score(metric, rows).Value), bootstrap);
        return Resampled(result, block, champion.Count, options);
    }

    private static PairedFinding Resampled(BootstrapResult result, int block, int rows, ComparisonOptions options)
    {
        double distance = (result.Estimate + options.Margin) / result.StandardError;
        string name = $"paired bootstrap of {options.Resamples} resamples{(block > 1 ? $" in blocks of {block} rows" : "")}";
        if (block == 1 || !(result.StandardError > 0))
        {
            return new(name, result.PValueGreater(-options.Margin), result.PValueLess(-options.Margin), result.StandardError, result.Interval, 0, distance);
        }

        // Few long blocks: their quantiles are too sure of themselves, Student's t on as many pieces is not.
        double freedom = Freedom(block, rows);
        return new(name, StudentQuantile.PValue(distance, freedom, PairedAlternative.Greater), StudentQuantile.PValue(distance, freedom, PairedAlternative.Less), result.StandardError, Interval(result.Estimate, result.StandardError, block, rows, options), block, distance);
    }

    // Where the metric has no row losses, rows that one model gets right and the other wrong, and squared errors of probabilities, show how long errors last.
    private static int Lag(IMetric metric, PredictionSet candidate, PredictionSet champion)
    {
        IRowLoss[] losses = metric is IRowLoss own ? [own]
            : champion.Classes is null ? [new MeanAbsoluteError(), new MeanSquaredError()]
            : champion.HasProbabilities && candidate.HasProbabilities ? [new Accuracy(), new BrierScore()]
            : [new Accuracy()];
        return losses.Max(l => SerialDependence.Lag(Differences(Losses(l, champion), Losses(l, candidate))));
    }

    private static double Mean(double[] values, ReadOnlySpan<int> rows)
    {
        double sum = 0;
        foreach (int row in rows)
        {
            sum += values[row];
        }

        return sum / rows.Length;
    }

    private static double[] Losses(IRowLoss metric, PredictionSet set)
    {
        var losses = new double[set.Count];
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = metric.Loss(set[i]);
        }

        return losses;
    }

    private static double[] Differences(double[] old, double[] young)
    {
        var differences = new double[old.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = old[i] - young[i];
        }

        return differences;
    }

    // Where the metric is not the mean itself its error is not on the mean's scale.
    private static double ErrorOf(bool isMean, PairedTestResult result) => isMean ? result.StandardError : double.NaN;

    private static ConfidenceInterval Interval(double difference, double error, int lag, int rows, ComparisonOptions options)
    {
        double half = (lag == 0 ? Normal.InvCDF(0, 1, options.Confidence) : StudentQuantile.Of(options.Confidence, Freedom(lag, rows))) * error;
        return new(difference - half, difference + half, (2 * options.Confidence) - 1);
    }

    // As the serial t-test counts: about n / (1 + 2 lag) independent pieces.
    private static double Freedom(int lag, int rows) => Math.Max(1, (rows / (1.0 + (2.0 * lag))) - 1);
}
