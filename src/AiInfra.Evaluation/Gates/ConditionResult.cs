using AiInfra.Evaluation.Comparisons;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Gates;

/// <summary>What one condition of a gate found, with every number it used.</summary>
/// <param name="Condition">The condition in words: "rocAuc at least 0.7".</param>
/// <param name="Verdict">Its answer.</param>
/// <param name="Why">The reason in words.</param>
public sealed record ConditionResult(string Condition, Verdict Verdict, string Why)
{
    /// <summary>The candidate's value; NaN when there is none.</summary>
    public double Observed { get; init; } = double.NaN;

    /// <summary>The value required; NaN when there is none.</summary>
    public double Required { get; init; } = double.NaN;

    /// <summary>Interval of the observed value, where the condition used one.</summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>Rows used, or what <see cref="Unit"/> says.</summary>
    public long Rows { get; init; }

    /// <summary>What is counted, in the singular: "row", or "call" where a latency is judged.</summary>
    public string Unit { get; init; } = "row";

    /// <summary>Further rows that would probably settle it; null when settled or not known.</summary>
    public long? RowsNeeded { get; init; }

    /// <summary>Why the condition could not be checked: what it threw, or that it gave no verdict. It has failed then. Null where it was checked.</summary>
    public string? Error { get; init; }

    /// <summary>The comparison with another model, where there was one.</summary>
    public ModelComparison? Comparison { get; init; }
}
