using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Statistics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Compares two models on the same labelled rows, or two systems on the same segments, queries, series or users, by a paired test. The candidate comes before the champion.</summary>
public static class ModelComparer
{
    private const double Power = 0.8;

    /// <summary>Compares two models' predictions.</summary>
    /// <param name="metric">The metric that decides.</param>
    /// <param name="candidate">The candidate's predictions.</param>
    /// <param name="champion">The champion's predictions on the same rows in the same order.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The sets are not of the same rows, or the method does not fit the metric.</exception>
    public static ModelComparison Compare(IMetric metric, PredictionSet candidate, PredictionSet champion, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(champion);
        options ??= new();
        options.Check();
        SameRows.Check(candidate, champion);
        return Judge(candidate.Score(metric), champion.Score(metric), champion.Count, "rows", options, () => PairedTests.Run(metric, candidate, champion, options));
    }

    /// <summary>Compares two scores of one signature by what they were made of, whatever their family: means by their units (Student's paired t, or the method asked for), on the units that both have a value for; all else by the paired bootstrap over units, one-sided and with a margin.</summary>
    /// <param name="candidate">The candidate's score.</param>
    /// <param name="champion">The champion's score of the same units: by their ids where they have some, else in the same order.</param>
    /// <param name="options">How; rows are units.</param>
    /// <exception cref="ArgumentException">The signatures or units differ, a score came without its evidence, or the method does not fit.</exception>
    public static ModelComparison Compare(IScored candidate, IScored champion, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(champion);
        options ??= new();
        options.Check();
        Evidence ours = Given(candidate, nameof(candidate)), theirs = Given(champion, nameof(champion));
        if (ours is PredictionEvidence own && theirs is PredictionEvidence other && candidate.Signature == champion.Signature)
        {
            return Compare(own.Metric, own.Predictions, other.Predictions, options);
        }

        if (candidate.Signature != champion.Signature || ours.IsMean != theirs.IsMean || ours.Units != theirs.Units)
        {
            throw new ArgumentException($"The candidate's '{candidate.Signature}' over {ours.Count} {ours.Units} cannot be compared with the champion's '{champion.Signature}' over {theirs.Count} {theirs.Units}; both need one signature and the same {ours.Units}.", nameof(champion));
        }

        return ours.IsMean ? Means(candidate, ours, champion, theirs, options) : Drawn(candidate, ours, champion, theirs, options);
    }

    /// <summary>Two scores side by side, of which no paired test can be made, for one of them came without what it was made of.</summary>
    internal static ModelComparison Untested(IScored candidate, IScored champion, string why, ComparisonOptions options) => Judge(
        candidate.CheckedResult(), champion.CheckedResult(), 0, "units", options with { MinimumRows = 2 }, () => throw new InvalidOperationException("Nothing is tested without units.")) with
    {
        Test = why,
        HasEvidence = false,
        RowsNeeded = null,
    };

    private static ModelComparison Means(IScored candidate, Evidence ours, IScored champion, Evidence theirs, ComparisonOptions options)
    {
        (double[] young, double[] old) = PairedUnits.Of(ours, theirs, nameof(champion));
        double[] Losses(double[] values) => candidate.HigherIsBetter ? Array.ConvertAll(values, v => -v) : values;
        Score Mean(IScored scored, Evidence all, double[] paired) => paired.Length == Defined(all) ? scored.CheckedResult() : scored.CheckedResult() with { Value = paired.Length == 0 ? double.NaN : paired.Average() };
        ModelComparison compared = Judge(Mean(candidate, ours, young), Mean(champion, theirs, old), old.Length, ours.Units, options, () => PairedTests.Run(Losses(old), Losses(young), options));
        int most = Math.Max(Defined(ours), Defined(theirs));
        return most == old.Length ? compared : compared with { Test = $"{compared.Test}, on the {old.Length} {ours.Units} that both have of {most}" };
    }

    private static ModelComparison Drawn(IScored candidate, Evidence ours, IScored champion, Evidence theirs, ComparisonOptions options)
    {
        PairedUnits.Check(ours, theirs, nameof(champion));
        if (options.Method is not (ComparisonMethod.Automatic or ComparisonMethod.Bootstrap))
        {
            throw new ArgumentException($"{options.Method} does not serve '{candidate.Signature}', which is no mean of {ours.Units}; leave the method automatic.", nameof(options));
        }

        int sign = candidate.HigherIsBetter ? 1 : -1;
        double[] gains = [.. ours.Values.Select((v, i) => sign * (v - theirs.Values[i]))];
        if (options.IsTimeStream && options.BlockLength == 0 && gains.Any(double.IsNaN))
        {
            throw new ArgumentException($"'{candidate.Signature}' has no value for each of its {ours.Units}, by which to tell how long errors last; give {nameof(ComparisonOptions.BlockLength)}.", nameof(options));
        }

        ResampledStatistic young = ours.Resampled!, old = theirs.Resampled!;
        return Judge(candidate.CheckedResult(), champion.CheckedResult(), gains.Length, ours.Units, options, () => PairedTests.Run(gains, units => sign * (young(units) - old(units)), options, ours.IsCentred && theirs.IsCentred));
    }

    private static Evidence Given(IScored scored, string name) => scored.Evidence ?? throw new ArgumentException(
        $"'{scored.Signature}' came without what it was made of, which a paired test compares; give the metric that has seen its units and keeps them, or an {nameof(EvidencedScore)}.", name);

    private static int Defined(Evidence evidence) => evidence.Values.Count(v => !double.IsNaN(v));

    private static ModelComparison Judge(Score candidate, Score champion, int rows, string units, ComparisonOptions options, Func<PairedFinding> test)
    {
        double improvement = champion.HigherIsBetter ? candidate.Value - champion.Value : champion.Value - candidate.Value;
        bool enough = rows >= options.MinimumRows && !double.IsNaN(improvement);
        PairedFinding found = enough
            ? test()
            : new(rows < options.MinimumRows ? $"no test below {options.MinimumRows} {units}" : "no test", 1, 1, double.NaN, null, 0, double.NaN);
        var comparison = new ModelComparison
        {
            Metric = champion.Name,
            Signature = champion.Signature,
            Rows = rows,
            Units = units,
            Champion = champion.Value,
            Candidate = candidate.Value,
            Improvement = improvement,
            Interval = found.Interval,
            StandardError = found.StandardError,
            Margin = options.Margin,
            Confidence = options.Confidence,
            PValueBetter = found.PValueBetter,
            PValueWorse = found.PValueWorse,
            Test = found.Test,
            BlockLength = found.BlockLength,
            HasEnoughRows = enough,
        };
        return comparison.IsShown || comparison.IsRefuted ? comparison : comparison with { RowsNeeded = RowsNeeded(comparison, found.Distance, options) };
    }

    // Rows for a one-sided test of this effect at the confidence with 80 % power, were effect and spread to stay: n ((z_c + z_0.8) / distance)², the distance in standard errors.
    private static long? RowsNeeded(ModelComparison comparison, double distance, ComparisonOptions options)
    {
        if (comparison.Rows < options.MinimumRows)
        {
            return options.MinimumRows - comparison.Rows;
        }

        double z = Normal.InvCDF(0, 1, options.Confidence) + Normal.InvCDF(0, 1, Power);
        double rows = comparison.Rows * Math.Pow(z / distance, 2);
        return double.IsFinite(rows) && rows < 1e15 ? Math.Max(1, (long)Math.Ceiling(rows) - comparison.Rows) : null;
    }
}
