using System.Globalization;
using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Regression;

/// <summary>The share of a Tweedie deviance explained, against the mean of the truth. Power 0 is R2.</summary>
public sealed class D2Tweedie : ExplainedLossMetric
{
    private readonly double _power;

    /// <summary>Creates the metric.</summary>
    /// <param name="power">How the variance grows with the mean: 0 normal, 1 Poisson, 2 gamma.</param>
    public D2Tweedie(double power = 0)
        : base("d2Tweedie", string.Create(CultureInfo.InvariantCulture, $"power:{power}")) => _power = TweedieDeviance.Checked(power);

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is outside the distribution's range or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, double power = 0, ReadOnlySpan<double> weights = default) =>
        Over(new D2Tweedie(power), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new D2Tweedie(_power);

    /// <inheritdoc />
    protected override (bool OfTruth, string Need)? Objection(double truth, double value) => TweedieDeviance.OutOfRange(_power, truth, value);

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => TweedieDeviance.Deviance(_power, truth, value);

    // A mean of 0 is that of zeros alone, which it meets; one below 0 has no deviance.
    /// <inheritdoc />
    protected override double ConstantLoss(double truth, double constant) => _power == 0 || constant > 0 ? RowLoss(truth, constant) : constant == 0 && _power > 0 ? 0 : double.NaN;

    /// <inheritdoc />
    protected override double Constant(double[] truth, double[] weights)
    {
        var mean = new RunningMean();
        for (int i = 0; i < truth.Length; i++)
        {
            mean.Add(truth[i], weights[i]);
        }

        return mean.Mean;
    }
}
