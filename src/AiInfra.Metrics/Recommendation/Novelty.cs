using System.Globalization;

namespace AiInfra.Metrics.Recommendation;

/// <summary>Novelty: the mean self-information -log2 p of the recommended items, p being the share of users who knew the item (Zhou et al. 2010; Castells et al. 2011); the mean over users, in bits. More is more novel, and no merit by itself: read it beside a metric of relevance.</summary>
/// <remarks>An item that nobody knew has no finite value: it is left out of its list's mean, and a list of nothing else is counted as undefined.</remarks>
public sealed class Novelty : UserMeanMetric
{
    private readonly IReadOnlyDictionary<string, long> _known;
    private readonly long _users;

    /// <summary>Creates the metric.</summary>
    /// <param name="known">How many users of the training data knew each item.</param>
    /// <param name="users">How many users the training data has.</param>
    /// <param name="k">How many of the first ranks count; 0 for whole lists.</param>
    /// <exception cref="ArgumentException">An item is known by more users than there are, or by fewer than none.</exception>
    public Novelty(IReadOnlyDictionary<string, long> known, long users, int k = 0)
        : base("novelty", true, k, string.Create(CultureInfo.InvariantCulture, $"users:{users}"))
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentOutOfRangeException.ThrowIfLessThan(users, 1);
        foreach ((string item, long times) in known)
        {
            if (times < 0 || times > users)
            {
                throw new ArgumentException($"Item '{item}' is known by {times} users; there are {users}.", nameof(known));
            }
        }

        (_known, _users) = (known, users);
    }

    /// <inheritdoc />
    public override Novelty New() => new(_known, _users, K);

    /// <inheritdoc />
    protected override double Value(UserRecommendations list, IReadOnlyList<string> items)
    {
        double bits = 0;
        int counted = 0;
        foreach (string item in items)
        {
            if (_known.GetValueOrDefault(item) is > 0 and long times)
            {
                bits -= Math.Log2((double)times / _users);
                counted++;
            }
        }

        return counted > 0 ? bits / counted : double.NaN;
    }
}
