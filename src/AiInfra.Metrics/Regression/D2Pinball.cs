using System.Globalization;

namespace AiInfra.Metrics.Regression;

/// <summary>The share of the pinball loss explained, against the quantile of the truth itself (Koenker and Machado 1999).</summary>
/// <remarks>As in scikit-learn that quantile is interpolated without weights, and the lower weighted one with them.</remarks>
public sealed class D2Pinball : ExplainedLossMetric
{
    private readonly double _alpha;

    /// <summary>Creates the metric.</summary>
    /// <param name="alpha">The quantile that was predicted, between 0 and 1.</param>
    public D2Pinball(double alpha = 0.5)
        : base("d2Pinball", string.Create(CultureInfo.InvariantCulture, $"alpha:{alpha}")) =>
        _alpha = alpha is >= 0 and <= 1 ? alpha : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A quantile is between 0 and 1.");

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, double alpha = 0.5, ReadOnlySpan<double> weights = default) =>
        Over(new D2Pinball(alpha), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new D2Pinball(_alpha);

    internal static double Quantile(double[] values, double[] weights, double alpha)
    {
        bool weighted = Array.Exists(weights, w => w != 1);
        Array.Sort(values, weights);
        if (!weighted)
        {
            double at = alpha * (values.Length - 1);
            int below = Math.Min((int)at, values.Length - 1), above = Math.Min(below + 1, values.Length - 1);
            return values[below] + ((at - below) * (values[above] - values[below]));
        }

        double goal = alpha * weights.Sum(), sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += weights[i];
            if (sum >= goal)
            {
                return values[i];
            }
        }

        return values[^1];
    }

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => truth >= value ? _alpha * (truth - value) : (1 - _alpha) * (value - truth);

    /// <inheritdoc />
    protected override double Constant(double[] truth, double[] weights) => Quantile(truth, weights, _alpha);
}
