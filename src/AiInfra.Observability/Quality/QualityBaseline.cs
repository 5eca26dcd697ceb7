using AiInfra.Core.Statistics;

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
    public static QualityBaseline FromAccuracy(double accuracy, long rows) => new(1 - accuracy, Math.Sqrt(accuracy * (1 - accuracy)), rows);

    /// <summary>Reads what <see cref="ToMetrics"/> wrote; null when it is not there.</summary>
    public static QualityBaseline? FromMetrics(IReadOnlyDictionary<string, double> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return metrics.TryGetValue(LossMetric, out double loss) && metrics.TryGetValue(DeviationMetric, out double deviation) && metrics.TryGetValue(RowsMetric, out double rows)
            ? new(loss, deviation, rows)
            : null;
    }

    /// <summary>As metrics of a model version, so that whoever deploys it later knows what to expect of it.</summary>
    public IReadOnlyDictionary<string, double> ToMetrics() =>
        new Dictionary<string, double> { [LossMetric] = Loss, [DeviationMetric] = Deviation, [RowsMetric] = Rows };

    /// <summary>From losses in time order; dependence between them lowers <see cref="Rows"/> when asked for.</summary>
    public static QualityBaseline FromLosses(ReadOnlySpan<double> losses, bool correctDependence = true)
    {
        var (mean, deviation) = LossWindow.Describe(losses);
        return new(mean, deviation, losses.Length / (correctDependence ? VarianceInflation.OfMean(losses) : 1));
    }
}
