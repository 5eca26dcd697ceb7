namespace AiInfra.Metrics.Regression;

/// <summary>How the scores of several predicted numbers a row become one.</summary>
public enum OutputAverage
{
    /// <summary>Their mean.</summary>
    Uniform,

    /// <summary>Their mean weighted by the variance of each true number; the plain one when all are constant.</summary>
    VarianceWeighted,
}
