using AiInfra.Core.Rows;

namespace AiInfra.Observability.Drift;

/// <summary>One input of the window beside the training data.</summary>
public sealed record ColumnDrift
{
    /// <summary>Column.</summary>
    public required string Column { get; init; }

    /// <summary>Kind of its values.</summary>
    public required ValueKind Kind { get; init; }

    /// <summary>Name of a column's test where nothing can be compared.</summary>
    public const string NotCompared = "none";

    /// <summary>Name of the test that compared it (<see cref="IDriftTest.Name"/>): unless others are chosen "ks" for numbers and times, "chi2" for categories; "none" where nothing can be compared (no values in training, or a column that names rows: a time, an identifier, a counter).</summary>
    public required string Test { get; init; }

    /// <summary>Name of the test for people; empty where nothing can be compared.</summary>
    public string TestTitle { get; init; } = "";

    /// <summary>Whether a test compared its values.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Compared => Test != NotCompared;

    /// <summary>The test's statistic, for example the Kolmogorov-Smirnov distance (0 to 1), or chi-square.</summary>
    public required double Statistic { get; init; }

    /// <summary>Chance of such a difference of the values without a change.</summary>
    public required double PValue { get; init; }

    /// <summary>Chance of such a difference of the share of missing values without a change.</summary>
    public required double MissingPValue { get; init; }

    /// <summary>The smaller of the two after correction over all columns and both questions.</summary>
    public double AdjustedPValue { get; init; } = 1;

    /// <summary>Population stability index.</summary>
    public required double Stability { get; init; }

    /// <summary>The index that chance alone exceeds once in twenty without a change, for so many effective rows. A hundred rows that are alike in thirties know three weekdays of seven: an index of 2 is no news then.</summary>
    public double StabilityNoise { get; init; }

    /// <summary>Rows in the window with a value.</summary>
    public required int Rows { get; init; }

    /// <summary>As many independent rows tell as much.</summary>
    public required double EffectiveRows { get; init; }

    /// <summary>Share of missing values in the training data.</summary>
    public required double ReferenceMissing { get; init; }

    /// <summary>Share of missing values in the window.</summary>
    public required double Missing { get; init; }

    /// <summary>Share of the window's values whose category the training data did not have, or not among its most frequent; 0 for numbers.</summary>
    public required double Unseen { get; init; }

    /// <summary>Some such categories, at most five.</summary>
    public IReadOnlyList<string> UnseenExamples { get; init; } = [];

    /// <summary>Whether the values differ by more than the floors.</summary>
    internal bool ValuesMoved { get; init; }

    /// <summary>Whether the share of missing values differs by more than its floor.</summary>
    internal bool MissingMoved { get; init; }

    /// <summary>Whether the column has drifted: certain enough and large enough.</summary>
    public bool Drifted { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"ColumnDrift {{ Column = {Column}, Kind = {Kind}, Test = {Test}, TestTitle = {TestTitle}, Statistic = {Statistic}, PValue = {PValue}, MissingPValue = {MissingPValue}, AdjustedPValue = {AdjustedPValue}, Stability = {Stability}, StabilityNoise = {StabilityNoise}, Rows = {Rows}, EffectiveRows = {EffectiveRows}, ReferenceMissing = {ReferenceMissing}, Missing = {Missing}, Unseen = {Unseen}, UnseenExamples = {Shown.List(UnseenExamples)}, Drifted = {Drifted} }}";
}
