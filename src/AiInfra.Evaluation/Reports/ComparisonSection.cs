using AiInfra.Evaluation.Comparisons;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>The part of a comparison about one family of metrics: texts, rankings, forecasts, clusters, boxes, or one of the host's own.</summary>
/// <param name="Title">The family, as its metrics name it.</param>
public sealed record ComparisonSection(string Title)
{
    /// <summary>One comparison a score: by a paired test where both systems' scores came with what they were made of; else both values side by side, with the reason in the place of the test.</summary>
    public required IReadOnlyList<ModelComparison> Scores { get; init; }

    /// <summary>The units on which the candidate lost and gained most, where units have values of their own.</summary>
    public IReadOnlyList<ScoreTable> Tables { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() => $"ComparisonSection {{ Title = {Title}, Scores = {Shown.List(Scores)}, Tables = {Shown.List(Tables)} }}";
}
