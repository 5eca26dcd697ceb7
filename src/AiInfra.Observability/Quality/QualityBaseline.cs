using AiInfra.Metrics.Statistics;

namespace AiInfra.Observability.Quality;

/// <summary>What a model's quality is compared with: its losses where it was known to be well.</summary>
/// <param name="Loss">Mean loss.</param>
/// <param name="Deviation">Standard deviation of the losses.</param>
/// <param name="Rows">Rows it comes from; how certain it is.</param>
public sealed record QualityBaseline(double Loss, double Deviation, double Rows)
{
    private const string LossMetric = "baseline.loss";
    private const string DeviationMetric = "baseline.lossDeviation";
    private const string RowsMetric = "baseline.rows";

    /// <summary>From an accuracy measured on so many rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The accuracy is not a share from 0 to 1, or there is no row.</exception>
    public static QualityBaseline FromAccuracy(double accuracy, long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        return accuracy is >= 0 and <= 1
            ? new(1 - accuracy, Math.Sqrt(accuracy * (1 - accuracy)), rows)
            : throw new ArgumentOutOfRangeException(nameof(accuracy), accuracy, "An accuracy is a share from 0 to 1.");
    }

    /// <summary>Reads what <see cref="ToMetrics"/> wrote; null when it is not there, or nothing can be compared with it (a number that is not one, no rows).</summary>
    public static QualityBaseline? FromMetrics(IReadOnlyDictionary<string, double> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return metrics.TryGetValue(LossMetric, out double loss) && metrics.TryGetValue(DeviationMetric, out double deviation) && metrics.TryGetValue(RowsMetric, out double rows)
            && double.IsFinite(loss) && deviation is >= 0 and < double.PositiveInfinity && rows is > 0 and < double.PositiveInfinity
            ? new(loss, deviation, rows)
            : null;
    }

    /// <summary>As metrics of a model version, so that whoever deploys it later knows what to expect of it.</summary>
    public IReadOnlyDictionary<string, double> ToMetrics() =>
        new Dictionary<string, double> { [LossMetric] = Loss, [DeviationMetric] = Deviation, [RowsMetric] = Rows };

    /// <summary>From losses in time order; dependence between them lowers <see cref="Rows"/> when asked for.</summary>
    /// <exception cref="ArgumentException">There are no losses.</exception>
    public static QualityBaseline FromLosses(ReadOnlySpan<double> losses, bool correctDependence = true)
    {
        if (losses.IsEmpty)
        {
            throw new ArgumentException("A baseline needs losses; there are none.", nameof(losses));
        }

        var (mean, deviation) = LossWindow.Describe(losses);
        return new(mean, deviation, losses.Length / (correctDependence ? VarianceInflation.OfMean(losses) : 1));
    }
}
