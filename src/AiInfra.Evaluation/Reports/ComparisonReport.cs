using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Comparisons;

namespace AiInfra.Evaluation.Reports;

/// <summary>Two models on the same rows, or two systems on the same segments, queries, series, images or users: every metric by a paired test, the slices on which they differ, and the rows that changed sides.</summary>
public sealed record ComparisonReport
{
    /// <summary>Name of the evaluation.</summary>
    public required string Name { get; init; }

    /// <summary>What was predicted; null where scores of texts, rankings or other families were compared and no predictions.</summary>
    public ModelTask? Task { get; init; }

    /// <summary>Name or version of the champion.</summary>
    public required string Champion { get; init; }

    /// <summary>Name or version of the candidate.</summary>
    public required string Candidate { get; init; }

    /// <summary>Rows compared; of scores without predictions the segments, queries or other units of the candidate's score with the most.</summary>
    public required int Rows { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>One comparison a metric, in the order of the evaluation; those of the sections too.</summary>
    public required IReadOnlyList<ModelComparison> Metrics { get; init; }

    /// <summary>Scores of other families than classes and numbers, a section each.</summary>
    public IReadOnlyList<ComparisonSection> Sections { get; init; } = [];

    /// <summary>What could not be compared, in words: scores that only one of both has.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The first metric on every slice with enough rows, p-values corrected for the number of slices by Holm; the candidate's worst first.</summary>
    public IReadOnlyList<SliceComparison> Slices { get; init; } = [];

    /// <summary>Which rows each of them has right; null for numbers.</summary>
    public Disagreement? Disagreement { get; init; }

    /// <summary>Rows on which the candidate lost most against the champion, by the loss of a row, the worst first; at most 20.</summary>
    public IReadOnlyList<ChangedRow> Lost { get; init; } = [];

    /// <summary>Rows on which it gained most, the best first; at most 20.</summary>
    public IReadOnlyList<ChangedRow> Gained { get; init; } = [];

    /// <summary>Confusion, classes and curves of the champion; null for numbers.</summary>
    public ClassificationDetail? ChampionClassification { get; init; }

    /// <summary>The same of the candidate.</summary>
    public ClassificationDetail? CandidateClassification { get; init; }

    /// <summary>Residuals of the champion; null for classes.</summary>
    public RegressionDetail? ChampionRegression { get; init; }

    /// <summary>The same of the candidate.</summary>
    public RegressionDetail? CandidateRegression { get; init; }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static ComparisonReport FromJson(string json) =>
        JsonSerializer.Deserialize(json, ReportJson.Default.ComparisonReport) ?? throw new JsonException("A comparison report is expected, null was found.");

    /// <summary>As JSON; NaN and infinities as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.ComparisonReport);

    /// <summary>As Markdown.</summary>
    public string ToMarkdown() => ComparisonMarkdown.Write(this);

    /// <summary>As one HTML page without scripts or links.</summary>
    public string ToHtml() => ComparisonHtml.Write(this);

    /// <inheritdoc />
    public override string ToString() => $"ComparisonReport {{ Name = {Name}, Task = {Task}, Champion = {Champion}, Candidate = {Candidate}, Rows = {Rows}, At = {At}, Metrics = {Shown.List(Metrics)}, Sections = {Shown.List(Sections)}, Remarks = {Shown.List(Remarks)}, Slices = {Shown.List(Slices)}, Disagreement = {Disagreement}, Lost = {Shown.List(Lost)}, Gained = {Shown.List(Gained)}, ChampionClassification = {ChampionClassification}, CandidateClassification = {CandidateClassification}, ChampionRegression = {ChampionRegression}, CandidateRegression = {CandidateRegression} }}";
}
