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
            ComparisonMethod.DeLong when metric is RocAuc && Independent(champion, options) && HasTwoOfEach(champion) => DeLong(champion, challenger, options),
            ComparisonMethod.PairedT when IsMeanLoss(metric, champion, options) => PairedT((IRowLoss)metric, champion, challenger, options),
            ComparisonMethod.Wilcoxon when IsMeanLoss(metric, champion, options) && !options.IsTimeStream => Wilcoxon((IRowLoss)metric, champion, challenger, options),
            ComparisonMethod.Bootstrap => Bootstrapped(metric, champion, challenger, options),
            _ => throw new ArgumentException($"{method} does not serve {metric.Name} here (margin {options.Margin}, time stream {options.IsTimeStream}, weights {champion.IsWeighted}); leave the method automatic, or bootstrap.", nameof(options)),
        };
    }

    private static ComparisonMethod Choose(IMetric metric, PredictionSet champion, PredictionSet challenger, ComparisonOptions options) =>
        metric is Accuracy && options.Margin == 0 && Independent(champion, options) ? ComparisonMethod.McNemar
        : metric is RocAuc && Independent(champion, options) && HasTwoOfEach(champion) ? ComparisonMethod.DeLong
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
        return new(test, better.PValue, worse.PValue, better.StandardError, AboutNormal(better.Difference, better.StandardError, options), 0, better.Difference / better.StandardError);
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

        PairedTestResult better = DeLongTest.Test(truth, young, old, PairedAlternative.Greater, -options.Margin);
        PairedTestResult worse = DeLongTest.Test(truth, young, old, PairedAlternative.Less, -options.Margin);
        return new("DeLong", better.PValue, worse.PValue, better.StandardError, AboutNormal(better.Difference, better.StandardError, options), 0, better.Statistic);
    }

    private static PairedFinding PairedT(IRowLoss metric, PredictionSet champion, PredictionSet challenger, ComparisonOptions options)
    {
        double[] old = Losses(metric, champion), young = Losses(metric, challenger);
        if (!options.IsTimeStream)
        {
            PairedTestResult up = PairedTTest.Test(old, young, PairedAlternative.Greater, -options.Margin);
            PairedTestResult down = PairedTTest.Test(old, young, PairedAlternative.Less, -options.Margin);
            return new(up.Test, up.PValue, down.PValue, ErrorOf(metric, up), metric.IsMean ? AboutNormal(up.Difference, up.StandardError, options) : null, 0, up.Statistic);
        }

        int lag = options.BlockLength > 0 ? Math.Min(options.BlockLength, old.Length - 2) : SerialDependence.Lag(Differences(old, young));
        PairedTestResult better = PairedTTest.TestSerial(old, young, lag, PairedAlternative.Greater, -options.Margin);
        PairedTestResult worse = PairedTTest.TestSerial(old, young, lag, PairedAlternative.Less, -options.Margin);
        return new(better.Test, better.PValue, worse.PValue, ErrorOf(metric, better), metric.IsMean ? AboutNormal(better.Difference, better.StandardError, options) : null, lag, better.Statistic);
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
            : metric is IRowLoss loss ? SerialDependence.BlockLength(Differences(Losses(loss, champion), Losses(loss, challenger)))
            : Math.Max(1, (int)Math.Ceiling(Math.Sqrt(champion.Count)));
        var bootstrap = new BootstrapOptions { Resamples = options.Resamples, Seed = options.Seed, BlockLength = block, Confidence = (2 * options.Confidence) - 1 };
        BootstrapResult result = Bootstrap.Percentile(
            champion.Count,
            rows =>
            {
                double difference = challenger.Score(metric, rows).Value - champion.Score(metric, rows).Value;
                return metric.HigherIsBetter ? difference : -difference;
            },
            bootstrap);
        string name = $"paired bootstrap of {options.Resamples} resamples{(block > 1 ? $" in blocks of {block} rows" : "")}";
        return new(name, result.PValueGreater(-options.Margin), result.PValueLess(-options.Margin), result.StandardError, result.Interval, options.IsTimeStream ? block : 0, (result.Estimate + options.Margin) / result.StandardError);
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

    private static ConfidenceInterval? AboutNormal(double difference, double error, ComparisonOptions options)
    {
        double half = Normal.InvCDF(0, 1, options.Confidence) * error;
        return new(difference - half, difference + half, (2 * options.Confidence) - 1);
    }
}
