using System.Globalization;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>How far groups are apart in one quantity.</summary>
public sealed record Disparity
{
    /// <summary>The quantity: a metric, or a criterion.</summary>
    public required string Of { get; init; }

    /// <summary>Difference or ratio.</summary>
    public required DisparityMeasure Measure { get; init; }

    /// <summary>What groups are compared with.</summary>
    public required GroupComparison Comparison { get; init; }

    /// <summary>The disparity; NaN where no group has a value, and for a ratio where all are 0.</summary>
    public required double Value { get; init; }

    /// <summary>Interval of the true disparity, for comparisons between groups, valid for all pairs of groups together: the largest difference of many small groups is large by chance, and this interval knows it. Differences by MOVER (Newcombe's for rates), ratios by MOVER of logarithms, shared out over the pairs by Bonferroni.</summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>P-value of "all groups are alike", where rates are compared: Fisher's exact or the two-proportion test for two groups, chi-square for more.</summary>
    public double? PValue { get; init; }

    /// <summary>The group with the smallest value (compared with all rows: the group farthest off).</summary>
    public string? Lowest { get; init; }

    /// <summary>The group with the largest value.</summary>
    public string? Highest { get; init; }

    /// <summary>Groups without a value; they are left out.</summary>
    public int Undefined { get; init; }

    /// <summary>What to know before believing it: a single group, small groups, groups left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <inheritdoc />
    public override string ToString()
    {
        string interval = Interval is { } i ? string.Create(CultureInfo.InvariantCulture, $" [{i.Low:F3}, {i.High:F3}]") : "";
        string groups = Lowest is null ? "" : $", lowest {Lowest}, highest {Highest}";
        string notes = Notes.Count == 0 ? "" : $" ({string.Join("; ", Notes)})";
        return string.Create(CultureInfo.InvariantCulture, $"{Of} {Measure.ToString().ToLowerInvariant()} {Value:F3}{interval}{groups}{notes}");
    }
}
