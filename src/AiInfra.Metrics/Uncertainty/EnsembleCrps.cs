namespace AiInfra.Metrics.Uncertainty;

/// <summary>Continuous ranked probability score of samples: mean |sample - truth| minus half the mean |sample - other sample| (Gneiting and Raftery 2007), in the unit of the target. Of one sample it is the absolute error.</summary>
/// <param name="fair">Whether pairs of a sample with itself are left out, so that the value does not depend on how many samples were drawn (Ferro 2014); then a row needs two samples.</param>
public sealed class EnsembleCrps(bool fair = false) : DistributionMetric("crps", fair ? "samples:fair" : "samples")
{
    /// <summary>The score of columns.</summary>
    /// <param name="truth">What came.</param>
    /// <param name="samples">As many samples for each row, row by row: [rows, samples].</param>
    /// <param name="fair">Whether pairs of a sample with itself are left out.</param>
    /// <param name="weights">How much each row counts; empty for all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> samples, bool fair = false, ReadOnlySpan<double> weights = default) =>
        Over(new EnsembleCrps(fair), truth, samples, weights, nameof(samples));

    /// <inheritdoc />
    public override UncertaintyMetric New() => new EnsembleCrps(fair) { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override void Check(ReadOnlySpan<double> forecast, long row, string name)
    {
        if (forecast.Length < (fair ? 2 : 1))
        {
            throw new ArgumentException($"Row {row} has {forecast.Length} samples; at least {(fair ? 2 : 1)} are needed.", name);
        }
    }

    /// <inheritdoc />
    protected override double Loss(double truth, ReadOnlySpan<double> forecast)
    {
        double[] sorted = forecast.ToArray();
        Array.Sort(sorted);
        double m = sorted.Length, error = 0, spread = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            // Distances are taken from the truth, so that large offsets lose no digits.
            double distance = sorted[i] - truth;
            error += Math.Abs(distance);
            spread += ((2 * i) + 1 - m) * distance;
        }

        return Math.Max(fair ? double.NegativeInfinity : 0, (error / m) - (spread / (m * (fair ? m - 1 : m))));
    }
}
