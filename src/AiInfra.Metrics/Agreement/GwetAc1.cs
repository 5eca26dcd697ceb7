using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Agreement;

/// <summary>Gwet's AC1 (2008): agreement beyond chance that stays stable where one category is very frequent and kappa collapses. Ratings may be missing.</summary>
public static class GwetAc1
{
    /// <summary>The coefficient of a table. Items rated once are left out of the agreement, but count for how often each category is used; they are counted as undefined.</summary>
    /// <param name="ratings">The ratings, taken as categories; give the table its scale, the number of categories counts.</param>
    /// <param name="bootstrap">How to bootstrap an interval over items; null for none.</param>
    /// <returns>At most 1, 0 is chance; NaN when no item was rated twice or there is one category only.</returns>
    public static Score Of(RatingTable ratings, BootstrapOptions? bootstrap = null) => Measure(ratings).With(bootstrap);

    /// <summary>The same with what it was made of, item by item: for gates, comparisons of two tables of the same items, and reports.</summary>
    /// <param name="ratings">The ratings, taken as categories; give the table its scale, the number of categories counts.</param>
    public static EvidencedScore Measure(RatingTable ratings)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        var shares = new double[ratings.Categories];
        return AgreementScore.Measure("gwetAc1", $"categories:{ratings.Categories}", ratings, counts => Value(ratings, counts, shares));
    }

    private static double Value(RatingTable ratings, ReadOnlySpan<int> counts, double[] shares)
    {
        if (shares.Length < 2)
        {
            return double.NaN;
        }

        Array.Clear(shares);
        double items = 0;
        for (int item = 0; item < counts.Length; item++)
        {
            ReadOnlySpan<int> codes = ratings.Of(item);
            items += codes.IsEmpty ? 0 : counts[item];
            foreach (int code in codes)
            {
                shares[code] += counts[item] / (double)codes.Length;
            }
        }

        double chance = 0;
        foreach (double share in shares)
        {
            chance += share / items * (1 - (share / items)) / (shares.Length - 1);
        }

        return (AgreementScore.MeanPairs(ratings, counts) - chance) / (1 - chance);
    }
}
