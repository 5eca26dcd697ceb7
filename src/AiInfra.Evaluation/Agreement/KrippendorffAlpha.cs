namespace AiInfra.Evaluation.Agreement;

/// <summary>Krippendorff's alpha for categories (nominal level): agreement beyond chance of any number of raters, ratings may be missing.</summary>
public static class KrippendorffAlpha
{
    /// <summary>The alpha of annotations. Items rated once say nothing of agreement and are left out.</summary>
    /// <param name="annotations">Who chose which category for which item; a rater rates an item once.</param>
    /// <returns>At most 1, 0 is chance; NaN when no item was rated twice or all ratings are of one category.</returns>
    public static double Nominal<TItem, TLabel>(IEnumerable<(string Rater, TItem Item, TLabel Label)> annotations)
        where TItem : notnull
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(annotations);
        var totals = new Dictionary<TLabel, double>();
        double disagreement = 0, pairable = 0;
        foreach (IGrouping<TItem, (string Rater, TItem Item, TLabel Label)> item in annotations.GroupBy(a => a.Item))
        {
            var counts = item.GroupBy(a => a.Label).Select(g => (Label: g.Key, Count: g.Count())).ToList();
            double ratings = counts.Sum(c => c.Count);
            if (ratings < 2)
            {
                continue;
            }

            disagreement += counts.Sum(c => c.Count * (ratings - c.Count)) / (ratings - 1);
            pairable += ratings;
            foreach ((TLabel label, int count) in counts)
            {
                totals[label] = totals.GetValueOrDefault(label) + count;
            }
        }

        double expected = totals.Values.Sum(t => t * (pairable - t)) / (pairable - 1);
        return expected > 0 ? 1 - (disagreement / expected) : double.NaN;
    }
}
