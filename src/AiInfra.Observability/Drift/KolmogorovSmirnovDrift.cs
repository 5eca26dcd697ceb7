using AiInfra.Metrics.Statistics;

namespace AiInfra.Observability.Drift;

/// <summary>Kolmogorov-Smirnov: the largest gap between the two distribution functions (0 to 1). Large from <see cref="DriftOptions.MinimumDistance"/> on.</summary>
public sealed class KolmogorovSmirnovDrift : INumberDriftTest
{
    /// <inheritdoc />
    public string Name => "ks";

    /// <inheritdoc />
    public string Title => "Kolmogorov-Smirnov";

    /// <inheritdoc />
    public DriftEvidence Compare(NumberSample window)
    {
        ArgumentNullException.ThrowIfNull(window);
        TwoSampleResult test = window.Reference.KolmogorovSmirnov([.. window.Sorted]);
        double chance = test.PValue;
        if (window.Inflation > 1)
        {
            // The training data came from the same kind of stream: its rows count for less as well.
            chance = TwoSample.KolmogorovSmirnovPValue(test.Statistic, Math.Max(1, (long)(window.Summary.Present / window.Inflation)), Math.Max(1, (long)(window.Sorted.Count / window.Inflation)));
        }

        return new(test.Statistic, chance, test.Statistic >= window.Options.MinimumDistance);
    }
}
