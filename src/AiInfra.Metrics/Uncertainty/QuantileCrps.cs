using System.Globalization;

namespace AiInfra.Metrics.Uncertainty;

/// <summary>Continuous ranked probability score from quantiles: twice the mean pinball loss over the levels, in the unit of the target.</summary>
/// <remarks>With the median and central intervals as levels it equals the weighted interval score (Bracher 2021). Many even levels approach the integral. Rows whose quantiles cross are scored as they are and counted as undefined.</remarks>
public sealed class QuantileCrps : DistributionMetric
{
    private readonly double[] _levels;

    /// <summary>Creates the metric.</summary>
    /// <param name="levels">Levels of the quantiles, ascending between 0 and 1.</param>
    public QuantileCrps(params IEnumerable<double> levels)
        : this(QuantileLevels.Checked(levels))
    {
    }

    private QuantileCrps(double[] levels)
        : base("crps", $"quantiles:{string.Join(',', levels.Select(l => l.ToString(CultureInfo.InvariantCulture)))}") => _levels = levels;

    /// <summary>The score of columns.</summary>
    /// <param name="truth">What came.</param>
    /// <param name="quantiles">The predicted quantiles, row by row: [rows, levels].</param>
    /// <param name="levels">Their levels, ascending between 0 and 1.</param>
    /// <param name="weights">How much each row counts; empty for all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> quantiles, IEnumerable<double> levels, ReadOnlySpan<double> weights = default) =>
        Over(new QuantileCrps(levels), truth, quantiles, weights, nameof(quantiles));

    /// <inheritdoc />
    public override UncertaintyMetric New() => new QuantileCrps(_levels) { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override void Check(ReadOnlySpan<double> forecast, long row, string name) => QuantileLevels.CheckCount(forecast, _levels, row, name);

    /// <inheritdoc />
    protected override double Loss(double truth, ReadOnlySpan<double> forecast) => 2 * QuantileLevels.PinballSum(truth, forecast, _levels) / _levels.Length;

    /// <inheritdoc />
    protected override bool Crosses(ReadOnlySpan<double> forecast) => QuantileLevels.Cross(forecast);
}
