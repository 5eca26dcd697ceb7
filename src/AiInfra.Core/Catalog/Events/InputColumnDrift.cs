using System.Text.Json.Serialization;

namespace AiInfra.Core.Catalog.Events;

/// <summary>One input of a window beside the training data, as events keep it.</summary>
/// <param name="Column">Column.</param>
/// <param name="Kind">Kind of its values, by name.</param>
/// <param name="Test">Name of the test: "ks", "chi2", "none"…</param>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="PValue">Chance of such a difference of the values without a change.</param>
/// <param name="MissingPValue">Chance of such a difference of the share of missing values without a change.</param>
/// <param name="AdjustedPValue">The smaller of the two after correction over all columns and both questions.</param>
/// <param name="Stability">Population stability index.</param>
/// <param name="StabilityNoise">The index that chance alone exceeds once in twenty; 0 where it is not known.</param>
/// <param name="Rows">Rows in the window with a value.</param>
/// <param name="EffectiveRows">As many independent rows tell as much.</param>
/// <param name="ReferenceMissing">Share of missing values in the training data.</param>
/// <param name="Missing">Share of missing values in the window.</param>
/// <param name="Unseen">Share of values whose category the training data did not have.</param>
/// <param name="UnseenExamples">Some such categories.</param>
/// <param name="Drifted">Whether the column has drifted: certain enough and large enough.</param>
/// <param name="TestTitle">The test in words; null in events of earlier versions.</param>
public sealed record InputColumnDrift(
    string Column = "?",
    string Kind = "",
    string Test = "none",
    double Statistic = 0,
    double PValue = 1,
    double MissingPValue = 1,
    double AdjustedPValue = 1,
    double Stability = 0,
    double StabilityNoise = 0,
    int Rows = 0,
    double EffectiveRows = 0,
    double ReferenceMissing = 0,
    double Missing = 0,
    double Unseen = 0,
    IReadOnlyList<string>? UnseenExamples = null,
    bool Drifted = false,
    string? TestTitle = null)
{
    /// <summary>The test in words; null in events of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TestTitle { get; init; } = TestTitle;

    /// <summary>Some such categories.</summary>
    public IReadOnlyList<string> UnseenExamples { get; init; } = UnseenExamples ?? [];

    /// <inheritdoc />
    public override string ToString() => $"InputColumnDrift {{ Column = {Column}, Kind = {Kind}, Test = {Test}, Statistic = {Statistic}, PValue = {PValue}, MissingPValue = {MissingPValue}, AdjustedPValue = {AdjustedPValue}, Stability = {Stability}, StabilityNoise = {StabilityNoise}, Rows = {Rows}, EffectiveRows = {EffectiveRows}, ReferenceMissing = {ReferenceMissing}, Missing = {Missing}, Unseen = {Unseen}, UnseenExamples = {Shown.List(UnseenExamples)}, Drifted = {Drifted}, TestTitle = {TestTitle} }}";
}
