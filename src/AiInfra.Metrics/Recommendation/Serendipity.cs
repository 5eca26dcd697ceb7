namespace AiInfra.Metrics.Recommendation;

/// <summary>Serendipity: the share of a list that was right for the user and that an obvious recommender (the most popular items, say) would not have shown (Murakami et al. 2008; Ge et al. 2010); the mean over users.</summary>
public sealed class Serendipity : UserMeanMetric
{
    private readonly HashSet<string> _expected;
    private readonly string _of;

    /// <summary>Creates the metric.</summary>
    /// <param name="expected">What the obvious recommender shows to everybody.</param>
    /// <param name="of">Name of the obvious recommender, for the signature: "popular50".</param>
    /// <param name="k">How many of the first ranks count; 0 for whole lists.</param>
    public Serendipity(IEnumerable<string> expected, string of, int k = 0)
        : base("serendipity", true, k, $"expected:{(string.IsNullOrEmpty(of) ? throw new ArgumentException("The obvious recommender needs a name.", nameof(of)) : of)}") =>
        (_expected, _of) = (new(expected ?? throw new ArgumentNullException(nameof(expected)), StringComparer.Ordinal), of);

    /// <inheritdoc />
    public override Serendipity New() => new(_expected, _of, K);

    /// <inheritdoc />
    protected override double Value(UserRecommendations list, IReadOnlyList<string> items)
    {
        var relevant = new HashSet<string>(list.Relevant, StringComparer.Ordinal);
        return (double)items.Count(i => relevant.Contains(i) && !_expected.Contains(i)) / items.Count;
    }
}
