namespace AiInfra.Metrics.Calibration;

/// <summary>Expected calibration error (Naeini 2015; Guo 2017): the mean over bins, by weight, of |share that happened - mean probability|. Adaptive with bins of equal mass (Nixon 2019); classwise with each class on its own (Kull 2019).</summary>
/// <param name="bins">Number of bins.</param>
/// <param name="target">Which probabilities are looked at.</param>
/// <param name="strategy">Bins of equal width, or of equal mass (adaptive).</param>
public sealed class ExpectedCalibrationError(int bins = 15, CalibrationTarget target = CalibrationTarget.Top, BinStrategy strategy = BinStrategy.Uniform)
    : BinnedCalibrationMetric("ece", bins, target, strategy)
{
    /// <summary>The score of the positive class's probabilities.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, int bins = 15, ReadOnlySpan<double> weights = default, CalibrationTarget target = CalibrationTarget.Top, BinStrategy strategy = BinStrategy.Uniform) =>
        Over(new ExpectedCalibrationError(bins, target, strategy), truth, probabilities, weights);

    /// <summary>The score of the probabilities of all classes, row by row.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a row does not sum to 1, a class is outside the set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, int bins, ReadOnlySpan<double> weights = default, CalibrationTarget target = CalibrationTarget.Top, BinStrategy strategy = BinStrategy.Uniform) =>
        Over(new ExpectedCalibrationError(bins, target, strategy), truth, probabilities, classes, weights);

    /// <inheritdoc />
    public override Metric New() => new ExpectedCalibrationError(Bins, Target, Strategy);

    /// <inheritdoc />
    protected override double Error(ReadOnlySpan<CalibrationBin> bins, out int undefined)
    {
        double total = 0, gaps = 0;
        foreach (CalibrationBin bin in bins)
        {
            total += bin.Weight;
            gaps += Math.Abs(bin.Positive - bin.Predicted);
        }

        undefined = 0;
        return gaps / total;
    }
}
