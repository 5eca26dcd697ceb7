using System.Globalization;

namespace AiInfra.Metrics.Regression;

/// <summary>Mean pinball loss of a predicted quantile: alpha × (truth - value) when the truth is above, (1 - alpha) × (value - truth) when below (Koenker and Bassett 1978).</summary>
public sealed class PinballLoss : ValueMeanMetric
{
    private readonly double _alpha;

    /// <summary>Creates the metric.</summary>
    /// <param name="alpha">The quantile that was predicted, between 0 and 1.</param>
    public PinballLoss(double alpha = 0.5)
        : base("pinball", string.Create(CultureInfo.InvariantCulture, $"alpha:{alpha}")) =>
        _alpha = alpha is >= 0 and <= 1 ? alpha : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A quantile is between 0 and 1.");

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, double alpha = 0.5, ReadOnlySpan<double> weights = default) =>
        Over(new PinballLoss(alpha), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new PinballLoss(_alpha);

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => truth >= value ? _alpha * (truth - value) : (1 - _alpha) * (value - truth);
}
