using AiInfra.Core.Statistics;
using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Agreement;

/// <summary>Fleiss' kappa (1971): agreement beyond chance of several raters, each item rated equally often.</summary>
public static class FleissKappa
{
    /// <summary>The kappa of a table.</summary>
    /// <param name="ratings">The ratings, taken as categories; every item has as many, two or more.</param>
    /// <param name="bootstrap">How to bootstrap an interval over items; null for none.</param>
    /// <returns>At most 1; NaN when all ratings are of one category, so that chance alone would agree fully.</returns>
    /// <exception cref="ArgumentException">Items have different numbers of ratings, or fewer than two; the message names the first.</exception>
    public static Score Of(RatingTable ratings, BootstrapOptions? bootstrap = null)
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
        return AgreementScore.Of("fleissKappa", "", ratings, counts => Value(ratings, counts, totals), bootstrap);
    }

    /// <summary>The kappa of ratings.</summary>
    /// <param name="ratings">[item][rating]: the category each rater chose, every item by as many raters, two or more.</param>
    /// <returns>At most 1; NaN when all ratings are of one category, so that chance alone would agree fully.</returns>
    /// <exception cref="ArgumentException">There is no item, or items have different numbers of ratings; the message names the first.</exception>
    public static double Of<T>(IReadOnlyList<IReadOnlyList<T>> ratings)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(ratings);
        if (ratings.Count == 0 || ratings[0].Count < 2)
        {
            throw new ArgumentException("Fleiss' kappa needs an item and two ratings of each.", nameof(ratings));
        }

        int raters = ratings[0].Count;
        var totals = new Dictionary<T, double>();
        double agreement = 0;
        for (int i = 0; i < ratings.Count; i++)
        {
            if (ratings[i].Count != raters)
            {
                throw new ArgumentException($"ratings[{i}] has {ratings[i].Count} ratings, ratings[0] {raters}; use Krippendorff's alpha where ratings are missing.", nameof(ratings));
            }

            double pairs = 0;
            foreach (IGrouping<T, T> group in ratings[i].GroupBy(r => r))
            {
                int n = group.Count();
                pairs += n * (n - 1.0);
                totals[group.Key] = totals.GetValueOrDefault(group.Key) + n;
            }

            agreement += pairs / (raters * (raters - 1.0));
        }

        double all = (double)ratings.Count * raters;
        double expected = totals.Values.Sum(t => t / all * (t / all));
        return totals.Count == 1 ? double.NaN : ((agreement / ratings.Count) - expected) / (1 - expected);
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
