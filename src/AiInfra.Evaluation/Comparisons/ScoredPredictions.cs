using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>A metric of rows on a model's predictions, with the predictions as its evidence: in gates, comparisons and reports like a metric of any other family.</summary>
public sealed class ScoredPredictions : IScored
{
    private readonly PredictionSet _predictions;
    private readonly IMetric _metric;

    /// <summary>Creates it.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="metric">The metric, whose options and not whose state are used.</param>
    public ScoredPredictions(PredictionSet predictions, IMetric metric)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(metric);
        (_predictions, _metric) = (predictions, metric.Fresh());
    }

    /// <inheritdoc />
    public string Name => _metric.Name;

    /// <inheritdoc />
    public string Signature => _metric.Signature;

    /// <inheritdoc />
    public bool HigherIsBetter => _metric.HigherIsBetter;

    /// <inheritdoc />
    public long Count => _predictions.Count;

    /// <inheritdoc />
    public string Family => _metric.Family;

    /// <summary>The predictions, row by row.</summary>
    public Evidence Evidence => new PredictionEvidence(_predictions, _metric);

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The metric does not fit the predictions.</exception>
    public Score Result(double confidence = 0.95) => _predictions.Score(_metric, confidence);
}
