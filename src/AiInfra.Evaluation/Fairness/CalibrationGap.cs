using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Numerics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Mean probability of the positive class less the share of rows that are positive: calibration in the large. Above 0 the model expects too much. Its interval is Student's.</summary>
/// <param name="positive">The positive class, an index into the label set.</param>
public sealed class CalibrationGap(int positive = 1) : ProbabilityMetric("calibrationGap", false, $"positive:{positive}")
{
    private RunningMean _gap;
    private RunningMean _predicted;

    /// <summary>Mean probability of the positive class.</summary>
    public double MeanPredicted => Count == 0 ? double.NaN : _predicted.Mean;

    /// <inheritdoc />
    public override Metric New() => new CalibrationGap(positive);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95) => Scored(Count == 0 ? double.NaN : _gap.Mean, Count == 0 ? null : _gap.Interval(confidence));

    /// <inheritdoc />
    protected override void Accumulate(int label, ReadOnlySpan<double> probabilities, double weight)
    {
        if (positive >= probabilities.Length)
        {
            throw new ArgumentException($"The positive class is {positive}, but row {Count} has {probabilities.Length} probabilities.", nameof(probabilities));
        }

        _gap.Add(probabilities[positive] - (label == positive ? 1 : 0), weight);
        _predicted.Add(probabilities[positive], weight);
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        _gap.Merge(((CalibrationGap)other)._gap);
        _predicted.Merge(((CalibrationGap)other)._predicted);
    }
}
