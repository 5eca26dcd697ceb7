using System.Globalization;
using System.Text.Json.Serialization;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Slices;

/// <summary>A part of the rows on which a model does worse than elsewhere.</summary>
public sealed record FoundSlice
{
    /// <summary>The condition, one or two joined by "and"; <see cref="RowCondition.Parse"/> reads it.</summary>
    public required string Condition { get; init; }

    /// <summary>The columns it cuts by.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Number of rows.</summary>
    public required int Count { get; init; }

    /// <summary>Share of all rows (by weight, where there are weights).</summary>
    public required double Share { get; init; }

    /// <summary>Mean loss of its rows.</summary>
    public required double Loss { get; init; }

    /// <summary>Student's interval of <see cref="Loss"/>. Not corrected for having been looked for.</summary>
    public required ConfidenceInterval Interval { get; init; }

    /// <summary>Mean loss of all other rows.</summary>
    public required double RestLoss { get; init; }

    /// <summary>Interval of <see cref="Loss"/> - <see cref="RestLoss"/> (Welch). Not corrected for having been looked for.</summary>
    public required ConfidenceInterval DifferenceInterval { get; init; }

    /// <summary>By how many standard deviations of the loss it is worse than the rest.</summary>
    public required double Effect { get; init; }

    /// <summary>By how much the mean loss of all rows would fall if these rows cost as much as the average row.</summary>
    public required double Impact { get; init; }

    /// <summary>One-sided p-value. Of a pair it is the largest of three: against the rest, and against what either condition holds without the other.</summary>
    public required double PValue { get; init; }

    /// <summary>The p-value corrected for all tested slices.</summary>
    public required double AdjustedPValue { get; init; }

    /// <summary>Rows that cost most, the worst first.</summary>
    public required IReadOnlyList<WorstRow> Worst { get; init; }

    /// <summary>Slices that were bad too but say nothing more than this one, at most ten.</summary>
    public IReadOnlyList<string> Redundant { get; init; } = [];

    /// <summary>Numbers of its rows, ascending.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> Rows { get; init; } = [];

    /// <summary>Ids of its rows, in the order of <see cref="Rows"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>The slice, for an evaluation or a gate.</summary>
    public ExpressionSlicer ToSlicer() => new(Condition);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Condition}: loss {Loss:G4} [{Interval.Low:G4}, {Interval.High:G4}] against {RestLoss:G4}, {Count} rows ({Share:P1}), effect {Effect:F2}, p {AdjustedPValue:G2}");
}
