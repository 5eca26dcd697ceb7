using AiInfra.Evaluation.Metrics;
using AiInfra.Evaluation.Predictions;
using MathNet.Numerics.Distributions;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Compares two models on the same labelled rows by a paired test.</summary>
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

        double old = champion.Score(metric).Value, young = challenger.Score(metric).Value;
        double improvement = metric.HigherIsBetter ? young - old : old - young;
        bool enough = champion.Count >= options.MinimumRows && !double.IsNaN(improvement);
        PairedFinding found = enough
            ? PairedTests.Run(metric, champion, challenger, options)
            : new(champion.Count < options.MinimumRows ? $"no test below {options.MinimumRows} rows" : "no test", 1, 1, double.NaN, null, 0, double.NaN);
        var comparison = new ModelComparison
        {
            Metric = metric.Name,
            Signature = metric.Signature,
            Rows = champion.Count,
            Champion = old,
            Challenger = young,
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
