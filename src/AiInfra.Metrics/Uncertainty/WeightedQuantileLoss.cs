using System.Globalization;
using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Uncertainty;

/// <summary>Weighted quantile loss: twice the pinball loss summed over rows, over the sum of absolute truths, as the mean over levels. A fraction, without unit; with the median alone it is WAPE.</summary>
/// <remarks>NaN, counted as undefined, when the truth is 0 everywhere. Rows whose quantiles cross are scored as they are and counted.</remarks>
public sealed class WeightedQuantileLoss : DistributionMetric
{
    private readonly double[] _levels;
    private readonly List<(double Size, double Weight)> _sizes = [];
    private RunningMean _size;

    /// <summary>Creates the metric.</summary>
    /// <param name="levels">Levels of the quantiles, ascending between 0 and 1.</param>
    public WeightedQuantileLoss(params IEnumerable<double> levels)
        : this(QuantileLevels.Checked(levels))
    {
    }

    private WeightedQuantileLoss(double[] levels)
        : base("weightedQuantileLoss", $"quantiles:{string.Join(',', levels.Select(l => l.ToString(CultureInfo.InvariantCulture)))}") => _levels = levels;

    /// <summary>The score of columns.</summary>
    /// <param name="truth">What came.</param>
    /// <param name="quantiles">The predicted quantiles, row by row: [rows, levels].</param>
    /// <param name="levels">Their levels, ascending between 0 and 1.</param>
    /// <param name="weights">How much each row counts; empty for all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> quantiles, IEnumerable<double> levels, ReadOnlySpan<double> weights = default) =>
        Over(new WeightedQuantileLoss(levels), truth, quantiles, weights, nameof(quantiles));

    /// <summary>The loss of every row, and the value over rows drawn again; null of nothing, or where rows are not kept.</summary>
    public override Evidence? Evidence => _sizes.Count == 0 ? null : new("rows", [.. RowValues]) { Resampled = Drawn };

    /// <inheritdoc />
    public override UncertaintyMetric New() => new WeightedQuantileLoss(_levels) { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override void Check(ReadOnlySpan<double> forecast, long row, string name) => QuantileLevels.CheckCount(forecast, _levels, row, name);

    /// <inheritdoc />
    protected override double Loss(double truth, ReadOnlySpan<double> forecast) => 2 * QuantileLevels.PinballSum(truth, forecast, _levels) / _levels.Length;

    /// <inheritdoc />
    protected override bool Crosses(ReadOnlySpan<double> forecast) => QuantileLevels.Cross(forecast);

    /// <inheritdoc />
    protected override void Include(double truth, ReadOnlySpan<double> forecast, double weight)
    {
        base.Include(truth, forecast, weight);
        if (weight > 0)
        {
            _size.Add(Math.Abs(truth), weight);
            if (KeepsRows)
            {
                _sizes.Add((Math.Abs(truth), weight));
            }
        }
    }

    /// <inheritdoc />
    protected override (double Value, ConfidenceInterval? Interval) Finish(double confidence) => (_size.Mean > 0 ? Mean.Mean / _size.Mean : double.NaN, null);

    /// <inheritdoc />
    protected override void MergeMore(UncertaintyMetric other)
    {
        var same = (WeightedQuantileLoss)other;
        _size.Merge(same._size);
        if (KeepsRows)
        {
            _sizes.AddRange(same._sizes);
        }
    }

    private double Drawn(ReadOnlySpan<int> rows)
    {
        double loss = 0, size = 0;
        foreach (int row in rows)
        {
            loss += _sizes[row].Weight * RowValues[row];
            size += _sizes[row].Weight * _sizes[row].Size;
        }

        return size > 0 ? loss / size : double.NaN;
    }
}
