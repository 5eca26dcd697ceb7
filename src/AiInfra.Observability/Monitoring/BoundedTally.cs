namespace AiInfra.Observability.Monitoring;

/// <summary>Counts by version and name; beyond so many pairs under "other", so that what callers send fills no memory. Not thread-safe.</summary>
internal sealed class BoundedTally
{
    private const int Most = 100;
    private const string Other = "other";
    private readonly Dictionary<(int Version, string Name), long> _counts = [];

    public long Total { get; private set; }

    public void Add(int version, string name)
    {
        Total++;
        (int, string) key = (version, name);
        if (!_counts.TryGetValue(key, out long count) && _counts.Count >= Most)
        {
            key = (version, Other);
            count = _counts.GetValueOrDefault(key);
        }

        _counts[key] = count + 1;
    }

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<T> List<T>(Func<int, string, long, T> make) =>
        [.. _counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Select(c => make(c.Key.Version, c.Key.Name, c.Value))];
}
