namespace AiInfra.Metrics;

/// <summary>Checks of what a metric makes of itself.</summary>
public static class MetricExtensions
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
