using MathNet.Numerics.Distributions;

namespace AiInfra.Metrics.Uncertainty;

/// <summary>Continuous ranked probability score of a normal distribution in closed form (Gneiting 2005), in the unit of the target. A row's forecast is its mean and its standard deviation; with a deviation of 0 it is the absolute error.</summary>
public sealed class NormalCrps() : DistributionMetric("crps", "normal")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite, a deviation or weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, ReadOnlySpan<double> weights = default)
    {
        Guard.Columns(truth.Length, means.Length, nameof(means), weights);
        Guard.Columns(truth.Length, deviations.Length, nameof(deviations), default);
        Guard.Finite(truth, nameof(truth));
        Guard.Finite(means, nameof(means));
        Guard.Finite(deviations, nameof(deviations));
        for (int i = 0; i < truth.Length; i++)
        {
            if (deviations[i] < 0)
            {
                throw new ArgumentException($"deviations[{i}] is {deviations[i]}; a standard deviation is 0 or more.", nameof(deviations));
            }
        }

        var metric = new NormalCrps();
        for (int i = 0; i < truth.Length; i++)
        {
            metric.Add(truth[i], [means[i], deviations[i]], weights.IsEmpty ? 1 : weights[i]);
        }

        return metric.Result();
    }

    /// <inheritdoc />
    public override UncertaintyMetric New() => new NormalCrps { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override void Check(ReadOnlySpan<double> forecast, long row, string name)
    {
        if (forecast.Length != 2 || forecast[1] < 0)
        {
            throw new ArgumentException($"The forecast of row {row} is a mean and a standard deviation of 0 or more.", name);
        }
    }

    /// <inheritdoc />
    protected override double Loss(double truth, ReadOnlySpan<double> forecast)
    {
        double sd = forecast[1];
        if (sd == 0)
        {
            return Math.Abs(truth - forecast[0]);
        }

        double z = (truth - forecast[0]) / sd;
        return sd * ((z * ((2 * Normal.CDF(0, 1, z)) - 1)) + (2 * Normal.PDF(0, 1, z)) - (1 / Math.Sqrt(Math.PI)));
    }
}
