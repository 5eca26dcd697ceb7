namespace AiInfra.Metrics.Classification;

/// <summary>Area under the ROC curve in constant memory: probabilities are counted in equal bins, and scores in one bin are taken as tied. Merges exactly.</summary>
/// <remarks>The exact area differs from the value by at most <see cref="ErrorBound"/>. With one class only it is NaN, counted as undefined.</remarks>
public sealed class RocAucHistogram : ScoreMetric
{
    private readonly double[] _positives;
    private readonly double[] _negatives;

    /// <summary>Creates the metric.</summary>
    /// <param name="bins">Bins over [0, 1].</param>
    /// <param name="positive">The positive class; -1 for the second of two.</param>
    public RocAucHistogram(int bins = 4096, int positive = -1)
        : base("rocAucHistogram", true, positive, $"bins:{bins}")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        _positives = new double[bins];
        _negatives = new double[bins];
    }

    /// <summary>How far the value can be from the exact area: half of the pairs whose scores share a bin.</summary>
    public double ErrorBound
    {
        get
        {
            double shared = 0;
            for (int i = 0; i < _positives.Length; i++)
            {
                shared += _positives[i] * _negatives[i];
            }

            return shared / 2 / (_positives.Sum() * _negatives.Sum());
        }
    }

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int bins = 4096, ReadOnlySpan<double> weights = default) =>
        Over(new RocAucHistogram(bins), truth, scores, weights);

    /// <inheritdoc />
    public override Metric New() => new RocAucHistogram(_positives.Length, Positive);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double area = 0, above = 0, negatives = 0;
        for (int i = _positives.Length - 1; i >= 0; i--)
        {
            area += _negatives[i] * (above + (_positives[i] / 2));
            above += _positives[i];
            negatives += _negatives[i];
        }

        return above > 0 && negatives > 0 ? Scored(area / (above * negatives)) : Scored(double.NaN, undefined: Count);
    }

    /// <inheritdoc />
    protected override void Accumulate(bool positive, double score, double weight)
    {
        if (!(score >= 0 && score <= 1))
        {
            throw new ArgumentException($"The score of row {Count} is {score}; {Name} needs probabilities between 0 and 1.", nameof(score));
        }

        double[] counts = positive ? _positives : _negatives;
        counts[Math.Min(counts.Length - 1, (int)(score * counts.Length))] += weight;
    }

    /// <inheritdoc />
    protected override void CheckScores(ReadOnlySpan<double> scores) => Guard.Probability(scores, nameof(scores));

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        var same = (RocAucHistogram)other;
        for (int i = 0; i < _positives.Length; i++)
        {
            _positives[i] += same._positives[i];
            _negatives[i] += same._negatives[i];
        }
    }
}
