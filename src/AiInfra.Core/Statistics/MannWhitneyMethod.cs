namespace AiInfra.Core.Statistics;

/// <summary>How the p-value of a Mann-Whitney test is computed.</summary>
public enum MannWhitneyMethod
{
    /// <summary>The normal approximation with tie correction.</summary>
    Asymptotic,

    /// <summary>The exact distribution; for numbers without ties. Costs (n·m)² steps.</summary>
    Exact,

    /// <summary>Exact where nothing is tied and a sample has at most 8 numbers, otherwise asymptotic (as SciPy).</summary>
    Auto,
}
