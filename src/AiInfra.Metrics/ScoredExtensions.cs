using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics;

/// <summary>Scores of metrics of all families: checked, and with intervals.</summary>
public static class ScoredExtensions
{
    /// <summary>The score, checked against the metric that gave it: its name, signature and direction, and its value where the evidence says it is a mean.</summary>
    /// <param name="scored">The metric.</param>
    /// <param name="confidence">Confidence of the interval.</param>
    /// <exception cref="ArgumentException">The score is null or not that of the metric; the message says in what. <c>Scored(…)</c> of <see cref="ScoredMetric"/> makes one that is.</exception>
    public static Score CheckedResult(this IScored scored, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(scored);
        Score? score = scored.Result(confidence);
        string? wrong = score is null ? "is null"
            : score.Name != scored.Name ? $"is called '{score.Name}'"
            : score.Signature != scored.Signature ? $"has the signature '{score.Signature}'"
            : score.HigherIsBetter != scored.HigherIsBetter ? $"says that {(score.HigherIsBetter ? "more" : "less")} is better, the metric that {(scored.HigherIsBetter ? "more" : "less")} is"
            : scored.Evidence?.Contradicts(score);
        return wrong is null
            ? score!
            : throw new ArgumentException($"The result of '{scored.Signature}' ({scored.GetType()}) {wrong}. Make it by Scored(…), which brings the metric's name, signature and direction, and from the units that its evidence shows.", nameof(scored));
    }

    /// <summary>The score with an interval: in closed form where the metric knows one, else from its evidence; none where there is no evidence either.</summary>
    /// <param name="scored">The metric.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <param name="bootstrap">How to resample where that is needed; its confidence is not used. Null takes 1,000 resamples.</param>
    public static Score WithInterval(this IScored scored, double confidence = 0.95, BootstrapOptions? bootstrap = null)
    {
        ArgumentNullException.ThrowIfNull(scored);
        Score score = scored.CheckedResult(confidence);
        return score.Interval is null && score.IsDefined && scored.Evidence?.Interval(confidence, bootstrap) is { } interval ? score with { Interval = interval } : score;
    }
}
