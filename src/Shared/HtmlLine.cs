namespace AiInfra.Markup;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Style">Its class in the style sheet.</param>
/// <param name="Points">In order of X. A Y that is not finite leaves a gap.</param>
internal sealed record HtmlLine(string Name, string Style, IReadOnlyList<(double X, double Y)> Points);
