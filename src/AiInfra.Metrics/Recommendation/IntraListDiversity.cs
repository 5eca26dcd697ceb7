namespace AiInfra.Metrics.Recommendation;

/// <summary>Intra-list diversity: the mean distance of all pairs of items in a list (Smyth and McClave 2001; Ziegler et al. 2005); the mean over users. In the unit of the distance. A list of one item has no pair, and is counted as undefined.</summary>
public sealed class IntraListDiversity : UserMeanMetric
{
    private readonly Func<string, string, double> _distance;
    private readonly string _of;

    /// <summary>Creates the metric.</summary>
    /// <param name="distance">How far two items are apart: zero or more, the same both ways.</param>
    /// <param name="of">Name of the distance, for the signature: "genres-cosine".</param>
    /// <param name="k">How many of the first ranks count; 0 for whole lists.</param>
    public IntraListDiversity(Func<string, string, double> distance, string of, int k = 0)
        : base("intraListDiversity", true, k, $"distance:{Named(of)}") =>
        (_distance, _of) = (distance ?? throw new ArgumentNullException(nameof(distance)), of);

    /// <inheritdoc />
    public override IntraListDiversity New() => new(_distance, _of, K);

    /// <inheritdoc />
    protected override double Value(UserRecommendations list, IReadOnlyList<string> items)
    {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < items.Count; i++)
        {
            for (int j = i + 1; j < items.Count; j++)
            {
                double apart = _distance(items[i], items[j]);
                sum += apart >= 0 && double.IsFinite(apart)
                    ? apart
                    : throw new ArgumentException($"The distance of '{items[i]}' and '{items[j]}' of user '{list.User}' is {apart}; a finite number, zero or more, is needed.", nameof(list));
                pairs++;
            }
        }

        return pairs > 0 ? sum / pairs : double.NaN;
    }

    private static string Named(string of)
    {
        ArgumentException.ThrowIfNullOrEmpty(of);
        return of.Contains('|', StringComparison.Ordinal) ? throw new ArgumentException($"'{of}' has a bar, which parts a signature's options.", nameof(of)) : of;
    }
}
