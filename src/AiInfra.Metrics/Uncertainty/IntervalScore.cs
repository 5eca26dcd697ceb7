using System.Globalization;

namespace AiInfra.Metrics.Uncertainty;

/// <summary>Mean interval score of Winkler (1972): the width, plus 2 / alpha times the distance of a truth outside. In the unit of the target; less is better, and an honest interval is best (Gneiting and Raftery 2007).</summary>
public sealed class IntervalScore : IntervalMetric
{
    private readonly double _alpha;
    private readonly double _coverage;

    /// <summary>Creates the metric.</summary>
    /// <param name="coverage">The nominal coverage of the intervals, between 0 and 1; alpha is 1 minus it.</param>
    public IntervalScore(double coverage = 0.9)
        : base("intervalScore", false, string.Create(CultureInfo.InvariantCulture, $"coverage:{coverage}")) =>
        (_alpha, _coverage) = coverage is > 0 and < 1 ? (1 - coverage, coverage) : throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "A coverage is between 0 and 1, both excluded.");

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite, a lower end is above its upper, or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> low, ReadOnlySpan<double> high, double coverage = 0.9, ReadOnlySpan<double> weights = default) =>
        Over(new IntervalScore(coverage), truth, low, high, weights);

    /// <inheritdoc />
    public override UncertaintyMetric New() => new IntervalScore(_coverage) { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override double Loss(double truth, double low, double high) =>
        high - low + (2 / _alpha * (Math.Max(0, low - truth) + Math.Max(0, truth - high)));
}
