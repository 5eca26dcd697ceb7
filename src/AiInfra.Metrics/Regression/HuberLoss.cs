using System.Globalization;

namespace AiInfra.Metrics.Regression;

/// <summary>Mean Huber loss (1964): half the squared error up to delta, delta × (|error| - delta / 2) beyond it.</summary>
public sealed class HuberLoss : ValueMeanMetric
{
    private readonly double _delta;

    /// <summary>Creates the metric.</summary>
    /// <param name="delta">Where squared becomes absolute, in the unit of the target; above 0.</param>
    public HuberLoss(double delta = 1)
        : base("huber", string.Create(CultureInfo.InvariantCulture, $"delta:{delta}")) =>
        _delta = delta > 0 && double.IsFinite(delta) ? delta : throw new ArgumentOutOfRangeException(nameof(delta), delta, "Delta is a finite number above 0.");

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, double delta = 1, ReadOnlySpan<double> weights = default) =>
        Over(new HuberLoss(delta), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new HuberLoss(_delta);

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value)
    {
        double size = Math.Abs(truth - value);
        return size <= _delta ? size * size / 2 : _delta * (size - (_delta / 2));
    }
}
