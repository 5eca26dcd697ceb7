using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics;

/// <summary>Scores with intervals, for metrics of all families.</summary>
public static class ScoredExtensions
{
    /// <summary>The score with an interval: in closed form where the metric knows one, else from its evidence; none where there is no evidence either.</summary>
    /// <param name="scored">The metric.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <param name="bootstrap">How to resample where that is needed; its confidence is not used. Null takes 1,000 resamples.</param>
    public static Score WithInterval(this IScored scored, double confidence = 0.95, BootstrapOptions? bootstrap = null)
    {
        ArgumentNullException.ThrowIfNull(scored);
        Score score = scored.Result(confidence);
        return score.Interval is null && score.IsDefined && scored.Evidence?.Interval(confidence, bootstrap) is { } interval ? score with { Interval = interval } : score;
    }
}
