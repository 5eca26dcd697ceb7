namespace AiInfra.Metrics.Classification;

/// <summary>Average precision: the sum over distinct thresholds of the gain in recall times the precision there, a step curve without interpolation. Without a positive row it is NaN, counted as undefined.</summary>
/// <param name="positive">The positive class; -1 for the second of two.</param>
public sealed class AveragePrecision(int positive = -1) : ScoreMetric("averagePrecision", true, positive)
{
    private readonly RankedScoresBuilder _scores = new();

    /// <summary>The score of columns. Scores may be on any scale.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) =>
        Of(RankedScores.Of(truth, scores, weights));

    /// <summary>The score of ranked scores.</summary>
    public static Score Of(RankedScores ranked)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        double value = ranked.Summary.AveragePrecision;
        return new("averagePrecision", value, ranked.Count, MetricSignature.Of("averagePrecision")) { HigherIsBetter = true, Undefined = double.IsNaN(value) ? ranked.Count : 0 };
    }

    /// <inheritdoc />
    public override Metric New() => new AveragePrecision(Positive);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double value = _scores.Build().Summary.AveragePrecision;
        return Scored(value, undefined: double.IsNaN(value) ? Count : 0);
    }

    /// <inheritdoc />
    protected override void Accumulate(bool positive, double score, double weight) => _scores.AddChecked(positive, score, weight);

    /// <inheritdoc />
    protected override void AccumulateBatch(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights) => _scores.AddChecked(truth, scores, weights);

    /// <inheritdoc />
    protected override void MergeFrom(Metric other) => _scores.Merge(((AveragePrecision)other)._scores);
}
