namespace AiInfra.Metrics;

/// <summary>A metric of rows with a class or a number each: its name, its options and what it has seen so far. It streams: rows are added one by one, two halves merge into the same as the whole.</summary>
/// <remarks>Not thread-safe: give each thread its own (<see cref="New"/>) and merge. To write one, derive from <c>ValueMeanMetric</c>, <c>LabelMetric</c>, <c>ScoreMetric</c>, <c>ProbabilityMetric</c> or <c>ValueMetric</c>: one file.</remarks>
public interface IMetric : IScored
{
    /// <summary>What it reads of an outcome.</summary>
    MetricInput Input { get; }

    /// <summary>Whether a bootstrap interval of it means something. False for extremes, which resampling cannot exceed.</summary>
    bool CanBeResampled => true;

    /// <summary>A metric with the same options that has seen nothing.</summary>
    IMetric New();

    /// <summary>Adds one row.</summary>
    /// <exception cref="ArgumentException">The outcome has something that the metric is not defined on; the message names it and the row.</exception>
    void Add(in Outcome outcome);

    /// <summary>Adds what another metric of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature.</exception>
    void Merge(IMetric other);
}
