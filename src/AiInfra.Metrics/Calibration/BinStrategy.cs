namespace AiInfra.Metrics.Calibration;

/// <summary>How probabilities are cut into bins.</summary>
public enum BinStrategy
{
    /// <summary>Bins of equal width over [0, 1].</summary>
    Uniform,

    /// <summary>Bins with equally many rows.</summary>
    Quantile,
}
