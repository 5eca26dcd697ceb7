namespace AiInfra.Metrics;

/// <summary>A line of a <see cref="ScoreChart"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="X">Where its points are, ascending.</param>
/// <param name="Y">How high they are; as many.</param>
public sealed record ScoreLine(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Whether the height holds from one point to the next, as in a curve of survival.</summary>
    /// <value>Default false.</value>
    public bool IsStepped { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"ScoreLine {{ Name = {Name}, Points = {X.Count} }}";
}
