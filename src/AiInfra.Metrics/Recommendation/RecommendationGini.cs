namespace AiInfra.Metrics.Recommendation;

/// <summary>Gini's coefficient of how often each item of the catalog was recommended: 0 when all are shown alike, (n - 1) / n when one is always shown (Adomavicius and Kwon 2012). Less is more even.</summary>
/// <param name="items">Items of the catalog, those never recommended included.</param>
/// <param name="k">How many of the first ranks count; 0 for whole lists.</param>
public sealed class RecommendationGini(int items, int k = 0) : CatalogMetric("recommendationGini", false, items, k)
{
    /// <inheritdoc />
    public override RecommendationGini New() => new(Items, K);

    /// <inheritdoc />
    protected override double Value()
    {
        // Items never shown come first, and add nothing.
        long[] shown = [.. Shown.Values.Order()];
        double sum = 0, ranked = 0;
        for (int i = 0; i < shown.Length; i++)
        {
            sum += shown[i];
            ranked += ((2.0 * (Items - shown.Length + i + 1)) - Items - 1) * shown[i];
        }

        return ranked / (Items * sum);
    }
}
