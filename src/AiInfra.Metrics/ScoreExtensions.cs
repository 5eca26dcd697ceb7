namespace AiInfra.Metrics;

/// <summary>One of several scores, by name.</summary>
public static class ScoreExtensions
{
    /// <summary>The score of a name or signature.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="metric">Name or signature.</param>
    /// <exception cref="ArgumentException">There is none, or several have the name; the message lists those there are.</exception>
    public static Score Named(this IReadOnlyCollection<Score> scores, string metric)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentException.ThrowIfNullOrEmpty(metric);
        if (scores.FirstOrDefault(s => s.Signature == metric) is { } signed)
        {
            return signed;
        }

        Score[] found = [.. scores.Where(s => s.Name == metric)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"There is no metric '{metric}'. There are: {string.Join(", ", scores.Select(s => s.Name))}.", nameof(metric)),
            _ => throw new ArgumentException($"There are {found.Length} metrics '{metric}': {string.Join(" and ", found.Select(s => $"'{s.Signature}'"))}. Ask by signature.", nameof(metric)),
        };
    }
}
