using System.Text.Json.Serialization;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>How a classifier treats one group, of the positive class against all others. Rates carry Wilson's interval.</summary>
public sealed record GroupRates
{
    /// <summary>The group; levels of several columns joined by ", ".</summary>
    public required string Group { get; init; }

    /// <summary>Rows.</summary>
    public required int Count { get; init; }

    /// <summary>Positive rows.</summary>
    public required int Positives { get; init; }

    /// <summary>Rows predicted positive.</summary>
    public required int Selected { get; init; }

    /// <summary>Share predicted positive.</summary>
    public required Score SelectionRate { get; init; }

    /// <summary>Share of positives predicted positive.</summary>
    public required Score TruePositiveRate { get; init; }

    /// <summary>Share of negatives predicted positive.</summary>
    public required Score FalsePositiveRate { get; init; }

    /// <summary>Share of rows predicted positive that are.</summary>
    public required Score PositivePredictiveValue { get; init; }

    /// <summary>Share predicted right.</summary>
    public required Score Accuracy { get; init; }

    /// <summary>Share of positive rows.</summary>
    public required Score BaseRate { get; init; }

    /// <summary>Calibration, where there are probabilities.</summary>
    public GroupCalibration? Calibration { get; init; }

    /// <summary>What to know before believing these numbers: no row, few rows, few positives.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Numbers of its rows, ascending.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> Rows { get; init; } = [];

    /// <summary>Ids of its rows.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() => $"GroupRates {{ Group = {Group}, Count = {Count}, Positives = {Positives}, Selected = {Selected}, SelectionRate = {SelectionRate}, TruePositiveRate = {TruePositiveRate}, FalsePositiveRate = {FalsePositiveRate}, PositivePredictiveValue = {PositivePredictiveValue}, Accuracy = {Accuracy}, BaseRate = {BaseRate}, Calibration = {Calibration}, Notes = {Shown.List(Notes)}, Rows = {Shown.List(Rows)}, Ids = {Shown.List(Ids)} }}";
}
