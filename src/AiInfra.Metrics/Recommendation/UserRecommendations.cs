namespace AiInfra.Metrics.Recommendation;

/// <summary>What was recommended to one user.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Items">The items' ids, the first rank first; each once.</param>
public sealed record UserRecommendations(string User, IReadOnlyList<string> Items)
{
    /// <summary>The items that turned out to be right for the user; only <see cref="Serendipity"/> reads them.</summary>
    /// <value>Default none.</value>
    public IReadOnlyCollection<string> Relevant { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() => $"UserRecommendations {{ User = {User}, Items = {Items.Count}, Relevant = {Relevant.Count} }}";
}
