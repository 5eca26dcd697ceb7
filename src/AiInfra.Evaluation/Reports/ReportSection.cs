using AiInfra.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>The part of a report about one family of metrics: texts, rankings, forecasts, clusters, boxes, label sets, raters, intervals, or one of the host's own. A family brings its tables and charts with its metrics (<see cref="IScored.Tables"/>, <see cref="IScored.Charts"/>), so that no report has to know it.</summary>
/// <param name="Title">The family, as its metrics name it.</param>
public sealed record ReportSection(string Title)
{
    /// <summary>The scores, with intervals where one can be told.</summary>
    public required IReadOnlyList<Score> Scores { get; init; }

    /// <summary>The metrics' tables: the worst segments, the labels, the classes.</summary>
    public IReadOnlyList<ScoreTable> Tables { get; init; } = [];

    /// <summary>The metrics' charts.</summary>
    public IReadOnlyList<ScoreChart> Charts { get; init; } = [];

    /// <summary>Whether the scores are one thing of several, a loss of each candidate or the importance of each column: the page then draws them under one another.</summary>
    /// <value>False.</value>
    public bool AreAlike { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"ReportSection {{ Title = {Title}, Scores = {Shown.List(Scores)}, Tables = {Shown.List(Tables)}, Charts = {Shown.List(Charts)}, AreAlike = {AreAlike} }}";
}
