namespace AiInfra.Metrics.Statistics;

/// <summary>How the p-value of a two-sample Kolmogorov-Smirnov test is found.</summary>
public enum KolmogorovMethod
{
    /// <summary>Exact when neither sample has more than 10,000 numbers, otherwise asymptotic.</summary>
    Auto,

    /// <summary>Exact without ties, too high with them. Time grows with the product of the sample sizes.</summary>
    Exact,

    /// <summary>From the one-sample distribution at n·m/(n+m) numbers.</summary>
    Asymptotic,
}
