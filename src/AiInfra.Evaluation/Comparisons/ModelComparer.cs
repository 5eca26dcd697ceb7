using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Text;
using MathNet.Numerics.Distributions;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Compares two models on the same labelled rows, or two systems on the same segments or queries, by a paired test.</summary>
public static class ModelComparer
{
    private const double Power = 0.8;

    /// <summary>Compares.</summary>
    /// <param name="metric">The metric that decides.</param>
    /// <param name="champion">The champion's predictions.</param>
    /// <param name="challenger">The challenger's predictions on the same rows in the same order.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The sets are not of the same rows, or the method does not fit the metric.</exception>
    public static ModelComparison Compare(IMetric metric, PredictionSet champion, PredictionSet challenger, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(challenger);
        options ??= new();
        options.Check();
        SameRows.Check(champion, challenger);

        return Judge(champion.Score(metric), challenger.Score(metric), champion.Count, options, () => PairedTests.Run(metric, champion, challenger, options));
    }

    /// <summary>Compares two text metrics of one signature that have seen the same segments in the same order, by the paired bootstrap over segments (Koehn 2004), one-sided and with a margin. <see cref="TextComparison"/> has the two-sided test by randomisation beside it.</summary>
    /// <param name="champion">What the champion got.</param>
    /// <param name="challenger">What the challenger got.</param>
    /// <param name="options">How; rows are segments, and the method is automatic or the bootstrap.</param>
    /// <exception cref="ArgumentException">Signatures or counts differ, or another method was asked for.</exception>
    /// <exception cref="InvalidOperationException">A metric does not keep its segments.</exception>
    public static ModelComparison Compare(TextMetric champion, TextMetric challenger, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(challenger);
        options ??= new();
        options.Check();
        SameParts(champion.Signature, champion.Count, challenger.Signature, challenger.Count, "segments");
        if (options.Method is not (ComparisonMethod.Automatic or ComparisonMethod.Bootstrap))
        {
            throw new ArgumentException($"{options.Method} does not serve '{champion.Signature}', which is no mean of segments; leave the method automatic.", nameof(options));
        }

        double[] old = champion.SegmentValues(), young = challenger.SegmentValues();
        int sign = champion.HigherIsBetter ? 1 : -1;
        return Judge(champion.Result(), challenger.Result(), old.Length, options, () => PairedTests.Run(
            [.. young.Select((v, i) => sign * (v - old[i]))],
            rows => sign * (challenger.Resampled(rows) - champion.Resampled(rows)),
            options));
    }

    /// <summary>Compares two runs query by query: Student's paired t, or the method asked for, on the queries that both have a value for. Champion and challenger are their means over those queries.</summary>
    /// <param name="champion">The champion's score.</param>
    /// <param name="challenger">The challenger's score, of the same signature.</param>
    /// <param name="options">How; rows are queries.</param>
    /// <exception cref="ArgumentException">Signatures differ, or the method does not fit.</exception>
    public static ModelComparison Compare(RetrievalScore champion, RetrievalScore challenger, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(challenger);
        (double[] old, double[] young) = champion.Paired(challenger);
        ModelComparison compared = Compare(Mean(champion.Score, old), old, Mean(challenger.Score, young), young, options);
        int most = Math.Max(Defined(champion), Defined(challenger));
        return most == old.Length ? compared : compared with { Test = $"{compared.Test}, on the {old.Length} queries that both have of {most}" };
    }

    /// <summary>Compares two means of rows by their rows.</summary>
    internal static ModelComparison Compare(Score champion, double[] old, Score challenger, double[] young, ComparisonOptions? options)
    {
        options ??= new();
        options.Check();
        SameParts(champion.Signature, old.Length, challenger.Signature, young.Length, "rows");
        double[] Losses(double[] values) => champion.HigherIsBetter ? Array.ConvertAll(values, v => -v) : values;
        return Judge(champion, challenger, old.Length, options, () => PairedTests.Run(Losses(old), Losses(young), options));
    }

    private static Score Mean(Score score, double[] values) => score with { Value = values.Length == 0 ? double.NaN : values.Average() };

    private static int Defined(RetrievalScore score) => score.Queries.Count(q => !double.IsNaN(q.Value));

    private static void SameParts(string champion, long old, string challenger, long young, string parts)
    {
        if (champion != challenger || old != young)
        {
            throw new ArgumentException($"The champion's '{champion}' over {old} {parts} cannot be compared with the challenger's '{challenger}' over {young}; both need one signature and the same {parts}.", nameof(challenger));
        }
    }

    private static ModelComparison Judge(Score champion, Score challenger, int rows, ComparisonOptions options, Func<PairedFinding> test)
    {
        double improvement = champion.HigherIsBetter ? challenger.Value - champion.Value : champion.Value - challenger.Value;
        bool enough = rows >= options.MinimumRows && !double.IsNaN(improvement);
        PairedFinding found = enough
            ? test()
            : new(rows < options.MinimumRows ? $"no test below {options.MinimumRows} rows" : "no test", 1, 1, double.NaN, null, 0, double.NaN);
        var comparison = new ModelComparison
        {
            Metric = champion.Name,
            Signature = champion.Signature,
            Rows = rows,
            Champion = champion.Value,
            Challenger = challenger.Value,
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
