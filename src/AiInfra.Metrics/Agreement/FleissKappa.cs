using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Agreement;

/// <summary>Fleiss' kappa (1971): agreement beyond chance of several raters, each item rated equally often.</summary>
public static class FleissKappa
{
    /// <summary>The kappa of a table.</summary>
    /// <param name="ratings">The ratings, taken as categories; every item has as many, two or more.</param>
    /// <param name="bootstrap">How to bootstrap an interval over items; null for none.</param>
    /// <returns>At most 1; NaN when all ratings are of one category, so that chance alone would agree fully.</returns>
    /// <exception cref="ArgumentException">Items have different numbers of ratings, or fewer than two; the message names the first.</exception>
    public static Score Of(RatingTable ratings, BootstrapOptions? bootstrap = null) => Measure(ratings).With(bootstrap);

    /// <summary>The same with what it was made of, item by item: for gates, comparisons of two tables of the same items, and reports.</summary>
    /// <param name="ratings">The ratings, taken as categories; every item has as many, two or more.</param>
    /// <exception cref="ArgumentException">Items have different numbers of ratings, or fewer than two; the message names the first.</exception>
    public static EvidencedScore Measure(RatingTable ratings)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        int raters = ratings.Of(0).Length;
        for (int item = 0; item < ratings.Items; item++)
        {
            if (ratings.Of(item).Length != raters || raters < 2)
            {
                throw new ArgumentException($"Item {item} has {ratings.Of(item).Length} ratings, item 0 {raters}; Fleiss' kappa needs as many of each, two or more. Use Krippendorff's alpha where ratings are missing.", nameof(ratings));
            }
        }

        var totals = new double[ratings.Categories];
        return AgreementScore.Measure("fleissKappa", "", ratings, counts => Value(ratings, counts, totals));
    }

    private static double Value(RatingTable ratings, ReadOnlySpan<int> counts, double[] totals)
    {
        Array.Clear(totals);
        double all = 0;
        for (int item = 0; item < counts.Length; item++)
        {
            foreach (int code in ratings.Of(item))
            {
                totals[code] += counts[item];
                all += counts[item];
            }
        }

        double expected = totals.Sum(t => t / all * (t / all));
        return totals.Contains(all) ? double.NaN : (AgreementScore.MeanPairs(ratings, counts) - expected) / (1 - expected);
    }
}
