using AiInfra.Core.Statistics;
using AiInfra.Evaluation.Metrics;
using AiInfra.Evaluation.Predictions;
using MathNet.Numerics.Distributions;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Chooses and runs the paired test of a comparison.</summary>
internal static class PairedTests
{
    public static PairedFinding Run(IMetric metric, PredictionSet champion, PredictionSet challenger, ComparisonOptions options)
    {
        ComparisonMethod method = options.Method == ComparisonMethod.Automatic ? Choose(metric, champion, challenger, options) : options.Method;
        return method switch
        {
            ComparisonMethod.McNemar when metric is Accuracy && options.Margin == 0 && Independent(champion, options) => McNemar(champion, challenger, options),
            ComparisonMethod.DeLong when metric is RocAuc && !champion.IsWeighted && HasTwoOfEach(champion) => DeLong(champion, challenger, options),
            ComparisonMethod.PairedT when IsMeanLoss(metric, champion, options) => PairedT((IRowLoss)metric, champion, challenger, options),
            ComparisonMethod.Wilcoxon when IsMeanLoss(metric, champion, options) && !options.IsTimeStream => Wilcoxon((IRowLoss)metric, champion, challenger, options),
            ComparisonMethod.Bootstrap => Bootstrapped(metric, champion, challenger, options),
            _ => throw new ArgumentException($"{method} does not serve {metric.Name} here (margin {options.Margin}, time stream {options.IsTimeStream}, weights {champion.IsWeighted}); leave the method automatic, or bootstrap.", nameof(options)),
        };
    }

    private static ComparisonMethod Choose(IMetric metric, PredictionSet champion, PredictionSet challenger, ComparisonOptions options) =>
        metric is Accuracy && options.Margin == 0 && Independent(champion, options) ? ComparisonMethod.McNemar
        : metric is RocAuc && !champion.IsWeighted && HasTwoOfEach(champion) ? ComparisonMethod.DeLong
        : IsMeanLoss(metric, champion, options) && challenger.Count > 1 ? ComparisonMethod.PairedT
        : ComparisonMethod.Bootstrap;

    private static bool Independent(PredictionSet set, ComparisonOptions options) => !options.IsTimeStream && !set.IsWeighted;

    // The metric is a plain mean over rows; or, where no margin has to be on its scale, increases with one.
    private static bool IsMeanLoss(IMetric metric, PredictionSet set, ComparisonOptions options) =>
        metric is IRowLoss loss && !set.IsWeighted && (loss.IsMean || options.Margin == 0);

    private static bool HasTwoOfEach(PredictionSet set) =>
        set.Classes!.Count == 2 && set.Labels.Count(1) >= 2 && set.Labels.Count(0) >= 2;

    private static PairedFinding McNemar(PredictionSet champion, PredictionSet challenger, ComparisonOptions options)
    {
        long onlyChallenger = 0, onlyChampion = 0;
        for (int i = 0; i < champion.Count; i++)
        {
            bool old = champion.Predicted[i] == champion.Labels[i], young = challenger.Predicted[i] == champion.Labels[i];
            onlyChallenger += young && !old ? 1 : 0;
            onlyChampion += old && !young ? 1 : 0;
        }

        PairedTestResult better = McNemarTest.Test(onlyChallenger, onlyChampion, champion.Count, PairedAlternative.Greater);
        PairedTestResult worse = McNemarTest.Test(onlyChallenger, onlyChampion, champion.Count, PairedAlternative.Less);
        string test = $"{better.Test}, {onlyChallenger} rows only the candidate got right, {onlyChampion} only the other";
        return new(test, better.PValue, worse.PValue, better.StandardError, Interval(better.Difference, better.StandardError, 0, champion.Count, options), 0, better.Difference / better.StandardError);
    }

    private static PairedFinding DeLong(PredictionSet champion, PredictionSet challenger, ComparisonOptions options)
    {
        var truth = new bool[champion.Count];
        var old = new double[champion.Count];
        var young = new double[champion.Count];
        for (int i = 0; i < truth.Length; i++)
        {
            truth[i] = champion.Labels[i] == 1;
            old[i] = champion[i].Probabilities[1];
            young[i] = challenger[i].Probabilities[1];
        }

        int lag = !options.IsTimeStream ? 0 : options.BlockLength > 0 ? Math.Min(options.BlockLength, truth.Length - 2) : DeLongTest.Lag(truth, young, old);
        PairedTestResult Ask(PairedAlternative side) => lag == 0
            ? DeLongTest.Test(truth, young, old, side, -options.Margin)
            : DeLongTest.TestSerial(truth, young, old, lag, side, -options.Margin);
        PairedTestResult better = Ask(PairedAlternative.Greater), worse = Ask(PairedAlternative.Less);
        return new(better.Test, better.PValue, worse.PValue, better.StandardError, Interval(better.Difference, better.StandardError, lag, champion.Count, options), lag, better.Statistic);
    }

    private static PairedFinding PairedT(IRowLoss metric, PredictionSet champion, PredictionSet challenger, ComparisonOptions options)
    {
        double[] old = Losses(metric, champion), young = Losses(metric, challenger);
        if (!options.IsTimeStream)
        {
            PairedTestResult up = PairedTTest.Test(old, young, PairedAlternative.Greater, -options.Margin);
            PairedTestResult down = PairedTTest.Test(old, young, PairedAlternative.Less, -options.Margin);
            return new(up.Test, up.PValue, down.PValue, ErrorOf(metric, up), metric.IsMean ? Interval(up.Difference, up.StandardError, 0, champion.Count, options) : null, 0, up.Statistic);
        }

        int lag = options.BlockLength > 0 ? Math.Min(options.BlockLength, old.Length - 2) : SerialDependence.Lag(Differences(old, young));
        PairedTestResult better = PairedTTest.TestSerial(old, young, lag, PairedAlternative.Greater, -options.Margin);
        PairedTestResult worse = PairedTTest.TestSerial(old, young, lag, PairedAlternative.Less, -options.Margin);
        return new(better.Test, better.PValue, worse.PValue, ErrorOf(metric, better), metric.IsMean ? Interval(better.Difference, better.StandardError, lag, champion.Count, options) : null, lag, better.Statistic);
    }

    private static PairedFinding Wilcoxon(IRowLoss metric, PredictionSet champion, PredictionSet challenger, ComparisonOptions options)
    {
        double[] old = Array.ConvertAll(Losses(metric, champion), l => l + options.Margin), young = Losses(metric, challenger);
        PairedTestResult better = WilcoxonTest.Test(old, young, PairedAlternative.Greater);
        PairedTestResult worse = WilcoxonTest.Test(old, young, PairedAlternative.Less);
        PairedTestResult means = PairedTTest.Test(old, young);
        return new(better.Test, better.PValue, worse.PValue, ErrorOf(metric, means), null, 0, means.Statistic);
    }

    private static PairedFinding Bootstrapped(IMetric metric, PredictionSet champion, PredictionSet challenger, ComparisonOptions options)
    {
        int block = !options.IsTimeStream ? 1
            : options.BlockLength > 0 ? options.BlockLength
            : Math.Max(1, Lag(metric, champion, challenger));
        var bootstrap = new BootstrapOptions { Resamples = options.Resamples, Seed = options.Seed, BlockLength = block, Confidence = (2 * options.Confidence) - 1 };
        int[] all = [.. Enumerable.Range(0, champion.Count)];
        double Better(double young, double old) => metric.HigherIsBetter ? young - old : old - young;
        BootstrapResult result = CountedMetric.For(champion, metric, all) is { } old && CountedMetric.For(challenger, metric, all) is { } young
            ? Bootstrap.Counted(champion.Count, counts => Better(young(counts), old(counts)), bootstrap)
            : Bootstrap.Percentile(champion.Count, rows => Better(challenger.Score(metric, rows).Value, champion.Score(metric, rows).Value), bootstrap);
        double distance = (result.Estimate + options.Margin) / result.StandardError;
        string name = $"paired bootstrap of {options.Resamples} resamples{(block > 1 ? $" in blocks of {block} rows" : "")}";
        if (block == 1 || !(result.StandardError > 0))
        {
            return new(name, result.PValueGreater(-options.Margin), result.PValueLess(-options.Margin), result.StandardError, result.Interval, 0, distance);
        }

        // Few long blocks: their quantiles are too sure of themselves, Student's t on as many pieces is not.
        double freedom = Freedom(block, champion.Count);
        return new(name, StudentT.CDF(0, 1, freedom, -distance), StudentT.CDF(0, 1, freedom, distance), result.StandardError, Interval(result.Estimate, result.StandardError, block, champion.Count, options), block, distance);
    }

    // Where the metric has no row losses, rows that one model gets right and the other wrong, and squared errors of probabilities, show how long errors last.
    private static int Lag(IMetric metric, PredictionSet champion, PredictionSet challenger)
    {
        IRowLoss[] losses = metric is IRowLoss own ? [own]
            : champion.Classes is null ? [new MeanAbsoluteError(), new MeanSquaredError()]
            : champion.HasProbabilities && challenger.HasProbabilities ? [new Accuracy(), new BrierScore()]
            : [new Accuracy()];
        return losses.Max(l => SerialDependence.Lag(Differences(Losses(l, champion), Losses(l, challenger))));
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
    private static double ErrorOf(IRowLoss metric, PairedTestResult result) => metric.IsMean ? result.StandardError : double.NaN;

    private static ConfidenceInterval Interval(double difference, double error, int lag, int rows, ComparisonOptions options)
    {
        double half = (lag == 0 ? Normal.InvCDF(0, 1, options.Confidence) : StudentT.InvCDF(0, 1, Freedom(lag, rows), options.Confidence)) * error;
        return new(difference - half, difference + half, (2 * options.Confidence) - 1);
    }

    // As the serial t-test counts: about n / (1 + 2 lag) independent pieces.
    private static double Freedom(int lag, int rows) => Math.Max(1, (rows / (1.0 + (2.0 * lag))) - 1);
}
