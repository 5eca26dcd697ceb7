namespace AiInfra.Metrics.Statistics;

/// <summary>How the p-value of a Mann-Whitney test is computed.</summary>
public enum MannWhitneyMethod
{
    /// <summary>The normal approximation with tie correction.</summary>
    Asymptotic,

    /// <summary>The exact distribution of numbers without ties. With ties its p-value is rather too high (as SciPy's). Costs (n·m)² steps.</summary>
    Exact,

    /// <summary>Exact where nothing is tied and a sample has at most 8 numbers, otherwise asymptotic (as SciPy).</summary>
    Auto,
}
