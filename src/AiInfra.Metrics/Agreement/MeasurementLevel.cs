namespace AiInfra.Metrics.Agreement;

/// <summary>What the differences of ratings mean, and so how much a disagreement costs.</summary>
public enum MeasurementLevel
{
    /// <summary>Categories: different is different.</summary>
    Nominal,

    /// <summary>Ranks: the cost is the squared number of ratings between the two, from the middle of the one to the middle of the other.</summary>
    Ordinal,

    /// <summary>Numbers: the squared difference.</summary>
    Interval,

    /// <summary>Numbers from a true zero: the squared difference over the squared sum.</summary>
    Ratio,
}
