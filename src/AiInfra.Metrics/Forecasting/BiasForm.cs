namespace AiInfra.Metrics.Forecasting;

/// <summary>What a bias is measured in.</summary>
public enum BiasForm
{
    /// <summary>The target's unit: the mean of forecast - truth.</summary>
    MeanError,

    /// <summary>A share: the sum of forecast - truth over the sum of the absolute truths.</summary>
    Relative,
}
