namespace AiInfra.Metrics;

/// <summary>A line of a <see cref="ScoreChart"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="X">Where its points are, ascending.</param>
/// <param name="Y">How high they are; as many.</param>
public sealed record ScoreLine(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>How high the points are.</summary>
    /// <exception cref="ArgumentException">There are more or fewer than places.</exception>
    public IReadOnlyList<double> Y { get; init; } = Y.Count == X.Count ? Y : throw new ArgumentException($"The line '{Name}' has {X.Count} places but {Y.Count} heights.", nameof(Y));

    /// <summary>Whether the height holds from one point to the next, as in a curve of survival.</summary>
    /// <value>Default false.</value>
    public bool IsStepped { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"ScoreLine {{ Name = {Name}, Points = {X.Count} }}";
}
