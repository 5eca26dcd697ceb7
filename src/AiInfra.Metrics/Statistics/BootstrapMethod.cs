namespace AiInfra.Metrics.Statistics;

/// <summary>How a bootstrap interval is made of the replicates.</summary>
public enum BootstrapMethod
{
    /// <summary>Their quantiles.</summary>
    Percentile,

    /// <summary>Bias-corrected and accelerated (Efron 1987): quantiles at shifted levels; covers better for skewed statistics, costs a jackknife.</summary>
    Bca,
}
