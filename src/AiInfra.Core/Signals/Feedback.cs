using AiInfra.Core.Rows;

namespace AiInfra.Core.Signals;

/// <summary>What became known about an answer later: the true label, a score, or both.</summary>
/// <param name="PredictionId">The answer it is about; given for the answer that a caller got, it counts for its shadows too.</param>
/// <param name="Label">The true label; missing where only a score is known.</param>
/// <param name="At">When it became known, UTC.</param>
/// <param name="Source">Where it came from, for example "label" or "user".</param>
public sealed record Feedback(string PredictionId, Value Label, DateTimeOffset At, string Source = "label")
{
    /// <summary>How good the answer was where that is a number: a person's stars, a judge's grade, 1 and 0 for a thumb up and down; more is better. Null where nobody said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no number.</exception>
    public double? Score
    {
        get;
        init => field = value is { } score && double.IsNaN(score) ? throw new ArgumentOutOfRangeException(nameof(value), "A score is a number; NaN came. Leave it null where nobody said.") : value;
    }
}
