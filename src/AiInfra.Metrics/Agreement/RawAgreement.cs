using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Agreement;

/// <summary>Raw agreement: the mean over items of the share of pairs of raters that agree. It says nothing of chance; show it beside a coefficient that does.</summary>
public static class RawAgreement
{
    /// <summary>The agreement of a table. Items rated once are left out, counted as undefined.</summary>
    /// <param name="ratings">The ratings, taken as categories.</param>
    /// <param name="bootstrap">How to bootstrap an interval over items; null for none.</param>
    /// <returns>From 0 to 1; NaN when no item was rated twice.</returns>
    public static Score Of(RatingTable ratings, BootstrapOptions? bootstrap = null) => Measure(ratings).With(bootstrap);

    /// <summary>The same with what it was made of, item by item: for gates, comparisons of two tables of the same items, and reports.</summary>
    /// <param name="ratings">The ratings, taken as categories.</param>
    public static EvidencedScore Measure(RatingTable ratings)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        return AgreementScore.Measure("rawAgreement", "", ratings, counts => AgreementScore.MeanPairs(ratings, counts));
    }
}
