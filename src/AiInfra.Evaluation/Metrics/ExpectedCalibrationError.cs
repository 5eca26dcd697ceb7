namespace AiInfra.Evaluation.Metrics;

/// <summary>Expected calibration error of the top class (Naeini 2015; Guo 2017): the mean over equal bins (low, high] of the highest probability, the first one closed, of |share right - mean probability|. Biased upwards when rows are few; compare only with the same bins.</summary>
public sealed class ExpectedCalibrationError : ProbabilityMetric
{
    private readonly double[] _weight;
    private readonly double[] _right;
    private readonly double[] _confidence;

    /// <summary>Creates the metric.</summary>
    /// <param name="bins">Number of bins over [0, 1].</param>
    public ExpectedCalibrationError(int bins = 15)
        : base("ece", false, $"bins:{bins}|of:top")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        _weight = new double[bins];
        _right = new double[bins];
        _confidence = new double[bins];
    }

    /// <summary>The score of the positive class's probabilities.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, int bins = 15, ReadOnlySpan<double> weights = default) =>
        Over(new ExpectedCalibrationError(bins), truth, probabilities, weights);

    /// <summary>The score of the probabilities of all classes, row by row.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a class outside the set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, int bins, ReadOnlySpan<double> weights = default) =>
        Over(new ExpectedCalibrationError(bins), truth, probabilities, classes, weights);

    /// <inheritdoc />
    public override IMetric New() => new ExpectedCalibrationError(_weight.Length);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double total = _weight.Sum(), gap = 0;
        for (int b = 0; b < _weight.Length; b++)
        {
            gap += Math.Abs(_right[b] - _confidence[b]);
        }

        return Scored(total > 0 ? gap / total : double.NaN);
    }

    /// <inheritdoc />
    protected override void Accumulate(int label, ReadOnlySpan<double> probabilities, double weight)
    {
        int top = 0;
        for (int k = 1; k < probabilities.Length; k++)
        {
            top = probabilities[k] > probabilities[top] ? k : top;
        }

        int bin = Math.Clamp((int)Math.Ceiling(probabilities[top] * _weight.Length) - 1, 0, _weight.Length - 1);
        _weight[bin] += weight;
        _right[bin] += top == label ? weight : 0;
        _confidence[bin] += weight * probabilities[top];
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        var same = (ExpectedCalibrationError)other;
        for (int b = 0; b < _weight.Length; b++)
        {
            _weight[b] += same._weight[b];
            _right[b] += same._right[b];
            _confidence[b] += same._confidence[b];
        }
    }
}
