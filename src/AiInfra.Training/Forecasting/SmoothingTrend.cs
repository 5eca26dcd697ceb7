namespace AiInfra.Training.Forecasting;

/// <summary>How a smoothed series moves on.</summary>
public enum SmoothingTrend
{
    /// <summary>It stays where it is.</summary>
    None,

    /// <summary>By as much a step as lately (Holt 1957).</summary>
    Additive,

    /// <summary>By less and less a step (Gardner and McKenzie 1985).</summary>
    Damped,
}
