namespace AiInfra.Metrics;

/// <summary>A chart that a report shows beside a score.</summary>
/// <param name="Title">What it shows, in words.</param>
/// <param name="Across">What goes to the right, with its unit.</param>
/// <param name="Up">What goes up, with its unit.</param>
/// <param name="Lines">The lines, one or two.</param>
public sealed record ScoreChart(string Title, string Across, string Up, IReadOnlyList<ScoreLine> Lines)
{
    /// <inheritdoc />
    public override string ToString() => $"ScoreChart {{ Title = {Title}, Across = {Across}, Up = {Up}, Lines = {Lines.Count} }}";
}
