using System.Text.Json;
using System.Text.Json.Serialization;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>What an evaluation found: every number, as a record.</summary>
public sealed record EvaluationReport
{
    /// <summary>Name of the evaluation.</summary>
    public required string Name { get; init; }

    /// <summary>What was predicted; null where scores of texts, rankings or other families were reported and no predictions.</summary>
    public ModelTask? Task { get; init; }

    /// <summary>Rows evaluated; of scores without predictions the segments, queries or other units of the score with the most.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows left out because their label was missing.</summary>
    public int Unlabelled { get; init; }

    /// <summary>The model, when given: name and version, or an id.</summary>
    public string? Model { get; init; }

    /// <summary>The dataset, when given: name and commit, or an id.</summary>
    public string? Dataset { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Confidence of the intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>One score a metric, in the order asked for.</summary>
    public required IReadOnlyList<Score> Metrics { get; init; }

    /// <summary>What to read beside the accuracy where one class has 80 % of the rows or more; null elsewhere.</summary>
    public ClassImbalance? Imbalance { get; init; }

    /// <summary>The metrics by slice.</summary>
    public IReadOnlyList<SliceScores> Slices { get; init; } = [];

    /// <summary>Slices on which the model is worse than elsewhere, where they were looked for.</summary>
    public SliceReport? BadSlices { get; init; }

    /// <summary>Fairness, one entry a set of group columns.</summary>
    public IReadOnlyList<GroupFairness> Fairness { get; init; } = [];

    /// <summary>Confusion, classes and curves; null for numbers.</summary>
    public ClassificationDetail? Classification { get; init; }

    /// <summary>Residuals; null for classes.</summary>
    public RegressionDetail? Regression { get; init; }

    /// <summary>Scores of other families than classes and numbers, a section each, with the tables and charts that the family brings.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    /// <summary>The gate's decision, where there is a gate.</summary>
    public GateDecision? Gate { get; init; }

    /// <summary>The value of a metric, by name or signature.</summary>
    /// <exception cref="ArgumentException">It was not asked for, or several have the name; the message lists those there are.</exception>
    [JsonIgnore]
    public double this[string metric] => Metrics.Named(metric).Value;

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static EvaluationReport FromJson(string json) =>
        JsonSerializer.Deserialize(json, ReportJson.Default.EvaluationReport) ?? throw new JsonException("An evaluation report is expected, null was found.");

    /// <summary>As JSON; NaN and infinities as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.EvaluationReport);

    /// <summary>As Markdown: tables of metrics, slices and confusion.</summary>
    public string ToMarkdown() => MarkdownReport.Write(this);

    /// <summary>As one HTML page without scripts or links, with the curves drawn in SVG.</summary>
    public string ToHtml() => HtmlReport.Write(this);

    /// <summary>As JUnit XML for a build server: the metrics as properties of the suite, the conditions of the gate as test cases (without a gate one that passed). Conditions without enough evidence are failures of the type "NotEnoughEvidence".</summary>
    public string ToJUnit() => JUnitReport.Write(this);

    /// <summary>Defined metrics by name, as <see cref="ModelVersion.Metrics"/> keeps them. Where several have one name, each by its signature.</summary>
    public IReadOnlyDictionary<string, double> ToMetrics() =>
        Keys().Zip(Metrics).Where(m => m.Second.IsDefined).ToDictionary(m => m.First, m => m.Second.Value, StringComparer.Ordinal);

    /// <summary>Metrics as points of a run, named as by <see cref="ToMetrics"/>.</summary>
    /// <param name="step">Step of the run.</param>
    /// <param name="prefix">Put before each name, for example "test/".</param>
    public IReadOnlyList<MetricPoint> ToMetricPoints(long step, string prefix = "") => [.. Keys().Zip(Metrics, (key, m) => new MetricPoint(prefix + key, m.Value, step, At))];

    // A name that several have is none of theirs.
    private IEnumerable<string> Keys() => Metrics.Select(m => Metrics.Count(other => other.Name == m.Name) == 1 ? m.Name : m.Signature);

    /// <inheritdoc />
    public override string ToString() => $"EvaluationReport {{ Name = {Name}, Task = {Task}, Rows = {Rows}, Unlabelled = {Unlabelled}, Model = {Model}, Dataset = {Dataset}, At = {At}, Confidence = {Confidence}, Metrics = {Shown.List(Metrics)}, Imbalance = {Imbalance}, Slices = {Shown.List(Slices)}, BadSlices = {BadSlices}, Fairness = {Shown.List(Fairness)}, Classification = {Classification}, Regression = {Regression}, Sections = {Shown.List(Sections)}, Gate = {Gate} }}";
}
