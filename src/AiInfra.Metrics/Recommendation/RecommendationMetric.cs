namespace AiInfra.Metrics.Recommendation;

/// <summary>What metrics of recommended lists share: users with the first k items of their lists. They stream and merge. How right lists are is measured by the metrics of rankings; these say what else they are. Not thread-safe.</summary>
public abstract class RecommendationMetric : ScoredMetric
{
    private readonly Dictionary<string, long> _shown = new(StringComparer.Ordinal);
    private readonly HashSet<string> _users = new(StringComparer.Ordinal);

    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="k">How many of the first ranks count; 0 for whole lists.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    protected RecommendationMetric(string name, bool higherIsBetter, int k, string options = "")
        : base(name, higherIsBetter, $"k:{(k == 0 ? "all" : $"{k}")}{(options.Length > 0 ? "|" : "")}{options}")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        K = k;
    }

    /// <inheritdoc />
    public override string Family => "Recommendations";

    /// <summary>How many of the first ranks count; 0 for whole lists.</summary>
    public int K { get; }

    /// <summary>Users added.</summary>
    public override long Count => _users.Count;

    /// <summary>To how many users each item was recommended, within the first ranks.</summary>
    public IReadOnlyDictionary<string, long> Shown => _shown;

    /// <inheritdoc />
    public abstract override RecommendationMetric New();

    /// <summary>Adds a user.</summary>
    /// <param name="list">What was recommended to the user.</param>
    /// <exception cref="ArgumentException">The user was added before, the list is empty, or an item is empty or in it twice; the message names the user. Nothing is added then.</exception>
    public void Add(UserRecommendations list)
    {
        ArgumentNullException.ThrowIfNull(list);
        string[] items = Checked(list);
        Accumulate(list, items);
        _users.Add(list.User);
        foreach (string item in items)
        {
            _shown[item] = _shown.GetValueOrDefault(item) + 1;
        }
    }

    /// <summary>Adds a user.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="items">The items' ids, the first rank first.</param>
    /// <exception cref="ArgumentException">The user was added before, the list is empty, or an item is empty or in it twice; the message names the user.</exception>
    public void Add(string user, IReadOnlyList<string> items) => Add(new UserRecommendations(user, items));

    /// <summary>Adds users.</summary>
    /// <exception cref="ArgumentException">A list is refused; the message names the user. Those before it were added.</exception>
    public void AddBatch(IEnumerable<UserRecommendations> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        foreach (UserRecommendations list in lists)
        {
            Add(list);
        }
    }

    /// <summary>Adds what another metric of the same signature has seen; its users follow.</summary>
    /// <exception cref="ArgumentException">The other has another signature, is this one, or has a user that this one has; the message names the first.</exception>
    public void Merge(RecommendationMetric other)
    {
        CheckMerge(other);
        if (other._users.FirstOrDefault(_users.Contains) is { } twice)
        {
            throw new ArgumentException($"User '{twice}' is in both; each user has one list.", nameof(other));
        }

        MergeFrom(other);
        _users.UnionWith(other._users);
        foreach ((string item, long times) in other._shown)
        {
            _shown[item] = _shown.GetValueOrDefault(item) + times;
        }
    }

    /// <summary>The items recommended most, with the share of users that were shown them.</summary>
    public override IReadOnlyList<ScoreTable> Tables() => Count == 0 ? base.Tables() :
    [
        new($"Items recommended most{(K > 0 ? $", of the first {K}" : "")}", ["share of users"], [.. _shown.OrderByDescending(i => i.Value).ThenBy(i => i.Key, StringComparer.Ordinal).Take(10).Select(i => new ScoreTableRow(i.Key, [(double)i.Value / Count]))]),
        .. base.Tables(),
    ];

    /// <summary>Takes a user's list that was checked; its items within the first ranks.</summary>
    protected abstract void Accumulate(UserRecommendations list, IReadOnlyList<string> items);

    /// <summary>Adds what the other has seen; it is of this type and signature.</summary>
    protected abstract void MergeFrom(RecommendationMetric other);

    private string[] Checked(UserRecommendations list)
    {
        ArgumentException.ThrowIfNullOrEmpty(list.User, "list.User");
        if (_users.Contains(list.User))
        {
            throw new ArgumentException($"User '{list.User}' was added before; each user has one list.", nameof(list));
        }

        if (list.Items is null or { Count: 0 })
        {
            throw new ArgumentException($"The list of user '{list.User}' has no item; leave out users without recommendations, and say how many there are.", nameof(list));
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < list.Items.Count; i++)
        {
            if (string.IsNullOrEmpty(list.Items[i]) || !seen.Add(list.Items[i]))
            {
                throw new ArgumentException($"Item {i} of user '{list.User}' {(string.IsNullOrEmpty(list.Items[i]) ? "has no id" : $"is '{list.Items[i]}', which is in the list already")}.", nameof(list));
            }
        }

        return [.. K > 0 ? list.Items.Take(K) : list.Items];
    }
}
