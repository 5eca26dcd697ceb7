namespace AiInfra.Metrics.Uncertainty;

/// <summary>A metric of predicted distributions: a truth and some numbers that describe its distribution a row.</summary>
public abstract class DistributionMetric : UncertaintyMetric
{
    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    protected DistributionMetric(string name, string options = "")
        : base(name, false, options)
    {
    }

    /// <summary>Adds a row.</summary>
    /// <param name="truth">What came.</param>
    /// <param name="forecast">The numbers that describe the predicted distribution; the metric says which.</param>
    /// <param name="weight">How much the row counts.</param>
    /// <exception cref="ArgumentException">A number is not finite, there are too many or too few, or the weight is negative.</exception>
    public void Add(double truth, ReadOnlySpan<double> forecast, double weight = 1)
    {
        CheckFinite(truth, nameof(truth));
        for (int i = 0; i < forecast.Length; i++)
        {
            if (!double.IsFinite(forecast[i]))
            {
                throw new ArgumentException($"forecast[{i}] of row {Count} is {forecast[i]}; a finite number is needed.", nameof(forecast));
            }
        }

        Check(forecast, Count, nameof(forecast));
        Include(truth, forecast, weight);
    }

    /// <summary>Adds rows.</summary>
    /// <param name="truth">What came.</param>
    /// <param name="forecasts">[row, number], row by row: as many numbers for each.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">The forecasts are not whole rows, a number is not finite, or a weight is negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<double> truth, ReadOnlySpan<double> forecasts, ReadOnlySpan<double> weights = default) =>
        AddRows(truth, forecasts, weights, nameof(forecasts));

    /// <summary>Adds a row that was checked; by default its loss, by <see cref="UncertaintyMetric.AddLoss"/>.</summary>
    protected virtual void Include(double truth, ReadOnlySpan<double> forecast, double weight) => AddLoss(Loss(truth, forecast), weight, Crosses(forecast));

    /// <summary>Checks the numbers of a row, which are finite: how many there are, and what they may be. What is wrong is an <see cref="ArgumentException"/> that names the row.</summary>
    protected abstract void Check(ReadOnlySpan<double> forecast, long row, string name);

    /// <summary>What one row costs; not NaN.</summary>
    protected abstract double Loss(double truth, ReadOnlySpan<double> forecast);

    /// <summary>Whether the quantiles of a row cross; such rows are counted as undefined. By default they do not.</summary>
    protected virtual bool Crosses(ReadOnlySpan<double> forecast) => false;

    /// <summary>The score of columns.</summary>
    protected static Score Over(DistributionMetric metric, ReadOnlySpan<double> truth, ReadOnlySpan<double> forecasts, ReadOnlySpan<double> weights, string name)
    {
        Guard.Columns(truth.Length, truth.Length, nameof(truth), weights);
        metric.AddRows(truth, forecasts, weights, name);
        return metric.Result();
    }

    private void AddRows(ReadOnlySpan<double> truth, ReadOnlySpan<double> forecasts, ReadOnlySpan<double> weights, string name)
    {
        int width = truth.IsEmpty ? 0 : forecasts.Length / truth.Length;
        if (forecasts.Length != truth.Length * width)
        {
            throw new ArgumentException($"There are {truth.Length} true values but {forecasts.Length} numbers; each row has as many.", name);
        }

        Guard.Batch(truth.Length, truth.Length, nameof(truth), weights);
        Guard.Finite(truth, nameof(truth));
        Guard.Finite(forecasts, name);
        for (int i = 0; i < truth.Length; i++)
        {
            Check(forecasts.Slice(i * width, width), i, name);
        }

        for (int i = 0; i < truth.Length; i++)
        {
            Include(truth[i], forecasts.Slice(i * width, width), weights.IsEmpty ? 1 : weights[i]);
        }
    }
}
