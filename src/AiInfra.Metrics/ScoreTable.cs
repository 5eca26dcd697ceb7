namespace AiInfra.Metrics;

/// <summary>A table that a report shows beside a score.</summary>
/// <param name="Title">What it tells, in words.</param>
/// <param name="Columns">Heads of the columns of numbers, without that of the names.</param>
/// <param name="Rows">The rows; each has as many numbers as there are columns.</param>
public sealed record ScoreTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<ScoreTableRow> Rows)
{
    /// <inheritdoc />
    public override string ToString() => $"ScoreTable {{ Title = {Title}, Columns = {string.Join(", ", Columns)}, Rows = {Rows.Count} }}";
}
