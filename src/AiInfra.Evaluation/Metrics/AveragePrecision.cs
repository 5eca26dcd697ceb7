namespace AiInfra.Evaluation.Metrics;

/// <summary>Average precision: the sum over distinct thresholds of the gain in recall times the precision there, a step curve without interpolation. Without a positive row it is NaN, counted as undefined.</summary>
/// <param name="positive">The positive class; -1 for the second of two.</param>
public sealed class AveragePrecision(int positive = -1) : ScoreMetric("averagePrecision", true, positive)
{
    private readonly RankedScores _ranked = new();

    /// <summary>The score of columns. Scores may be on any scale.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) =>
        Over(new AveragePrecision(), truth, scores, weights);

    /// <inheritdoc />
    public override IMetric New() => new AveragePrecision(Positive);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (_ranked.PositiveWeight == 0)
        {
            return Scored(double.NaN, undefined: Count);
        }

        double sum = 0, positives = 0, all = 0;
        foreach ((double _, double positive, double negative) in _ranked.Groups())
        {
            positives += positive;
            all += positive + negative;
            sum += positive * (positives / all);
        }

        return Scored(sum / _ranked.PositiveWeight);
    }

    /// <inheritdoc />
    protected override void Accumulate(bool positive, double score, double weight) => _ranked.Add(positive, score, weight);

    /// <inheritdoc />
    protected override void MergeFrom(Metric other) => _ranked.Merge(((AveragePrecision)other)._ranked);
}
