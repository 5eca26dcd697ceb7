namespace AiInfra.Metrics;

/// <summary>A row of a <see cref="ScoreTable"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its numbers; NaN is shown as undefined.</param>
public sealed record ScoreTableRow(string Name, IReadOnlyList<double> Values)
{
    /// <inheritdoc />
    public override string ToString() => $"{Name}: {string.Join(", ", Values)}";
}
