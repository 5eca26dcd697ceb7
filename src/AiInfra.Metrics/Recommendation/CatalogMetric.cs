namespace AiInfra.Metrics.Recommendation;

/// <summary>A metric of how all lists together use a catalog. It has no interval and no evidence for a paired test: users drawn again are fewer different users, who are shown fewer different items, so that resampling would be biased.</summary>
public abstract class CatalogMetric : RecommendationMetric
{
    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="items">Items of the catalog, those never recommended included.</param>
    /// <param name="k">How many of the first ranks count; 0 for whole lists.</param>
    protected CatalogMetric(string name, bool higherIsBetter, int items, int k)
        : base(name, higherIsBetter, k, $"items:{items}")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        Items = items;
    }

    /// <summary>Items of the catalog, those never recommended included.</summary>
    public int Items { get; }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">More different items were recommended than the catalog has.</exception>
    public sealed override Score Result(double confidence = 0.95) => Shown.Count <= Items
        ? Scored(Count == 0 ? double.NaN : Value())
        : throw new InvalidOperationException($"{Shown.Count} different items were recommended, but the catalog has {Items}; give the size of the whole catalog.");

    /// <summary>The value, of at least one user.</summary>
    protected abstract double Value();

    /// <inheritdoc />
    protected sealed override void Accumulate(UserRecommendations list, IReadOnlyList<string> items)
    {
    }

    /// <inheritdoc />
    protected sealed override void MergeFrom(RecommendationMetric other)
    {
    }
}
