using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics;

namespace AiInfra.Evaluation;

/// <summary>What is evaluated: metrics, slices and, where wanted, a gate.</summary>
public sealed record EvaluationPlan
{
    /// <summary>Name, for reports.</summary>
    public required string Name { get; init; }

    /// <summary>The column of the truth, where it is known: answers of a served model are judged by it. It is no input.</summary>
    /// <value>Null: whoever evaluates says it.</value>
    public string? Target { get; init; }

    /// <summary>Metrics in the order of the report. Empty: the usual ones of the task.</summary>
    public IReadOnlyList<IMetric> Metrics { get; init; } = [];

    /// <summary>Slices; they need the raw inputs.</summary>
    public IReadOnlyList<ISlicer> Slicers { get; init; } = [];

    /// <summary>Columns of groups by which fairness is judged, each alone or several as intersections; they need predicted classes and the raw inputs.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Groups { get; init; } = [];

    /// <summary>How bad slices are looked for; null does not look.</summary>
    public SliceFinderOptions? SliceSearch { get; init; }

    /// <summary>The gate.</summary>
    public Gate? Gate { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"EvaluationPlan {{ Name = {Name}, Target = {Target}, Metrics = {Shown.List(Metrics)}, Slicers = {Shown.List(Slicers)}, Groups = {Shown.List(Groups)}, SliceSearch = {SliceSearch}, Gate = {Gate} }}";
}
