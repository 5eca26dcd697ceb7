using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Agreement;

/// <summary>Prevalence- and bias-adjusted kappa (Byrt, Bishop and Carlin 1993): chance is one in so many categories, however often each was used; (k·p - 1) / (k - 1), of two categories 2p - 1. For k categories it is Brennan and Prediger's kappa (1981).</summary>
public static class Pabak
{
    /// <summary>The coefficient of a table. Items rated once are left out, counted as undefined.</summary>
    /// <param name="ratings">The ratings, taken as categories; give the table its scale, the number of categories counts.</param>
    /// <param name="bootstrap">How to bootstrap an interval over items; null for none.</param>
    /// <returns>At most 1, 0 is chance; NaN when no item was rated twice or there is one category only.</returns>
    public static Score Of(RatingTable ratings, BootstrapOptions? bootstrap = null) => Measure(ratings).With(bootstrap);

    /// <summary>The same with what it was made of, item by item: for gates, comparisons of two tables of the same items, and reports.</summary>
    /// <param name="ratings">The ratings, taken as categories; give the table its scale, the number of categories counts.</param>
    public static EvidencedScore Measure(RatingTable ratings)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        double k = ratings.Categories;
        return AgreementScore.Measure("pabak", $"categories:{ratings.Categories}", ratings, counts => k < 2 ? double.NaN : ((k * AgreementScore.MeanPairs(ratings, counts)) - 1) / (k - 1));
    }
}
