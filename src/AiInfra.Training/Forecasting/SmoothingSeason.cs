namespace AiInfra.Training.Forecasting;

/// <summary>How a season stands to the level of a smoothed series.</summary>
public enum SmoothingSeason
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It adds to the level (Winters 1960).</summary>
    Additive,

    /// <summary>It multiplies the level, whose values are above zero.</summary>
    Multiplicative,
}
