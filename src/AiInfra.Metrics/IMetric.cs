using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics;

/// <summary>A metric: its name, its options and what it has seen so far. It streams: rows are added one by one, two halves merge into the same as the whole.</summary>
/// <remarks>Not thread-safe: give each thread its own (<see cref="New"/>) and merge. To write one, derive from <see cref="ValueMeanMetric"/>, <see cref="LabelMetric"/>, <see cref="ScoreMetric"/>, <see cref="ProbabilityMetric"/> or <see cref="ValueMetric"/>: one file.</remarks>
public interface IMetric
{
    /// <summary>Name in camel case, the key of the score: "rocAuc".</summary>
    string Name { get; }

    /// <summary>Metric, options that change the value, and version of the definition: "f1|average:macro|zeroDivision:zero|version:1". Compare only scores with one signature.</summary>
    string Signature { get; }

    /// <summary>Whether more is better; when not, less is.</summary>
    bool HigherIsBetter { get; }

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

    /// <summary>The score of what was added. Of nothing at all it is NaN with a count of 0.</summary>
    /// <param name="confidence">Confidence of the interval, where one is known in closed form.</param>
    Score Result(double confidence = 0.95);
}
