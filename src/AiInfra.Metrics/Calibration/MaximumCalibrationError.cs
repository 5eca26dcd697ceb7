namespace AiInfra.Metrics.Calibration;

/// <summary>Maximum calibration error (Naeini 2015): the largest |share that happened - mean probability| of a bin with rows. One row in a bin of its own can decide it: prefer bins of equal mass.</summary>
/// <param name="bins">Number of bins.</param>
/// <param name="target">Which probabilities are looked at.</param>
/// <param name="strategy">Bins of equal width, or of equal mass (adaptive).</param>
public sealed class MaximumCalibrationError(int bins = 15, CalibrationTarget target = CalibrationTarget.Top, BinStrategy strategy = BinStrategy.Uniform)
    : BinnedCalibrationMetric("mce", bins, target, strategy)
{
    /// <summary>The score of the positive class's probabilities.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, int bins = 15, ReadOnlySpan<double> weights = default, CalibrationTarget target = CalibrationTarget.Top, BinStrategy strategy = BinStrategy.Uniform) =>
        Over(new MaximumCalibrationError(bins, target, strategy), truth, probabilities, weights);

    /// <summary>The score of the probabilities of all classes, row by row.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a row does not sum to 1, a class is outside the set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, int bins, ReadOnlySpan<double> weights = default, CalibrationTarget target = CalibrationTarget.Top, BinStrategy strategy = BinStrategy.Uniform) =>
        Over(new MaximumCalibrationError(bins, target, strategy), truth, probabilities, classes, weights);

    /// <inheritdoc />
    public override Metric New() => new MaximumCalibrationError(Bins, Target, Strategy);

    /// <inheritdoc />
    public override bool CanBeResampled => false;

    /// <inheritdoc />
    protected override double Error(ReadOnlySpan<CalibrationBin> bins, out int undefined)
    {
        double largest = 0;
        foreach (CalibrationBin bin in bins)
        {
            largest = bin.Weight > 0 ? Math.Max(largest, Math.Abs(bin.Gap)) : largest;
        }

        undefined = 0;
        return largest;
    }

    /// <inheritdoc />
    protected override double Together(double[] values) => values.Max();
}
