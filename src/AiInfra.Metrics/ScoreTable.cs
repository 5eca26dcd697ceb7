namespace AiInfra.Metrics;

/// <summary>A table that a report shows beside a score.</summary>
/// <param name="Title">What it tells, in words.</param>
/// <param name="Columns">Heads of the columns of numbers, without that of the names.</param>
/// <param name="Rows">The rows; each has as many numbers as there are columns.</param>
public sealed record ScoreTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<ScoreTableRow> Rows)
{
    /// <summary>The rows.</summary>
    /// <exception cref="ArgumentException">A row has more or fewer numbers than there are columns.</exception>
    public IReadOnlyList<ScoreTableRow> Rows { get; init; } = Rows.FirstOrDefault(r => r.Values.Count != Columns.Count) is { } wrong
        ? throw new ArgumentException($"Row '{wrong.Name}' of the table '{Title}' has {wrong.Values.Count} numbers for {Columns.Count} columns.", nameof(Rows))
        : Rows;

    /// <inheritdoc />
    public override string ToString() => $"ScoreTable {{ Title = {Title}, Columns = {string.Join(", ", Columns)}, Rows = {Rows.Count} }}";
}
