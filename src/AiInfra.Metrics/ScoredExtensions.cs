using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics;

/// <summary>Scores with intervals, and the checks of what a metric gives, for metrics of all families.</summary>
public static class ScoredExtensions
{
    /// <summary>A metric with the same options that has seen nothing, checked: a <c>New()</c> that gives itself would sum over all evaluations, one that gives another metric would be reported as that.</summary>
    /// <param name="metric">The metric.</param>
    /// <exception cref="ArgumentException">What its <c>New()</c> gives is null, the metric itself, of another type or signature, or has seen something.</exception>
    public static IMetric Fresh(this IMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return (IMetric)Unseen(metric, metric.New());
    }

    /// <summary>A metric with the same options that has seen nothing, checked.</summary>
    /// <param name="metric">The metric.</param>
    /// <exception cref="ArgumentException">What its <c>New()</c> gives is null, the metric itself, of another type or signature, or has seen something.</exception>
    public static T Fresh<T>(this T metric)
        where T : ScoredMetric
    {
        ArgumentNullException.ThrowIfNull(metric);
        return (T)Unseen(metric, metric.New());
    }

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

    /// <summary>The score of a name or signature.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="metric">Name or signature.</param>
    /// <exception cref="ArgumentException">There is none, or several have the name; the message lists those there are.</exception>
    public static Score Named(this IReadOnlyCollection<Score> scores, string metric)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentException.ThrowIfNullOrEmpty(metric);
        if (scores.FirstOrDefault(s => s.Signature == metric) is { } signed)
        {
            return signed;
        }

        Score[] found = [.. scores.Where(s => s.Name == metric)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"There is no metric '{metric}'. There are: {string.Join(", ", scores.Select(s => s.Name))}.", nameof(metric)),
            _ => throw new ArgumentException($"There are {found.Length} metrics '{metric}': {string.Join(" and ", found.Select(s => $"'{s.Signature}'"))}. Ask by signature.", nameof(metric)),
        };
    }

    private static IScored Unseen(IScored metric, IScored? fresh)
    {
        string? wrong = fresh is null ? "null"
            : ReferenceEquals(fresh, metric) ? "the metric itself"
            : fresh.GetType() != metric.GetType() ? $"a {fresh.GetType()}"
            : fresh.Signature != metric.Signature ? $"one of the signature '{fresh.Signature}'"
            : fresh.Count > 0 ? $"one that has seen {fresh.Count}"
            : null;
        return wrong is null
            ? fresh!
            : throw new ArgumentException($"New() of '{metric.Signature}' ({metric.GetType()}) gives {wrong}; give a new {metric.GetType().Name} with the same options.", nameof(metric));
    }
}
