namespace AiInfra.Metrics.Recommendation;

/// <summary>Catalog coverage: the share of the catalog that was recommended to anybody (Herlocker et al. 2004; Ge et al. 2010). It grows with the number of users: compare only over as many.</summary>
/// <param name="items">Items of the catalog.</param>
/// <param name="k">How many of the first ranks count; 0 for whole lists.</param>
public sealed class CatalogCoverage(int items, int k = 0) : CatalogMetric("catalogCoverage", true, items, k)
{
    /// <inheritdoc />
    public override CatalogCoverage New() => new(Items, K);

    /// <inheritdoc />
    protected override double Value() => (double)Shown.Count / Items;
}
