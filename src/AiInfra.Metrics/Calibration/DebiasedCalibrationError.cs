namespace AiInfra.Metrics.Calibration;

/// <summary>Debiased L2 calibration error (Kumar 2019): the root of the mean over bins, by weight, of gap² minus share × (1 - share) / (n - 1), what chance alone would give; 0 where that is more. Bins with fewer than two rows are left out and counted as undefined. Weights count as numbers of rows.</summary>
/// <param name="bins">Number of bins.</param>
/// <param name="target">Which probabilities are looked at.</param>
/// <param name="strategy">Bins of equal width, or of equal mass (adaptive).</param>
public sealed class DebiasedCalibrationError(int bins = 15, CalibrationTarget target = CalibrationTarget.Top, BinStrategy strategy = BinStrategy.Uniform)
    : BinnedCalibrationMetric("debiasedCalibrationError", bins, target, strategy)
{
    /// <summary>The score of the positive class's probabilities.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, int bins = 15, ReadOnlySpan<double> weights = default, CalibrationTarget target = CalibrationTarget.Top, BinStrategy strategy = BinStrategy.Uniform) =>
        Over(new DebiasedCalibrationError(bins, target, strategy), truth, probabilities, weights);

    /// <summary>The score of the probabilities of all classes, row by row.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a row does not sum to 1, a class is outside the set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, int bins, ReadOnlySpan<double> weights = default, CalibrationTarget target = CalibrationTarget.Top, BinStrategy strategy = BinStrategy.Uniform) =>
        Over(new DebiasedCalibrationError(bins, target, strategy), truth, probabilities, classes, weights);

    /// <inheritdoc />
    public override Metric New() => new DebiasedCalibrationError(Bins, Target, Strategy);

    /// <inheritdoc />
    protected override double Error(ReadOnlySpan<CalibrationBin> bins, out int undefined)
    {
        double total = 0, squares = 0, size = 0;
        undefined = 0;
        foreach (CalibrationBin bin in bins)
        {
            if (bin.Weight >= 2)
            {
                double share = bin.FractionPositive;
                double gap = bin.Gap * bin.Gap, chance = share * (1 - share) / (bin.Weight - 1);
                squares += bin.Weight * (gap - chance);
                size += bin.Weight * (gap + chance);
                total += bin.Weight;
            }
            else if (bin.Weight > 0)
            {
                undefined++;
            }
        }

        // What is left by roundings alone is nothing; its root would look like an error.
        return total > 0 ? Math.Sqrt(squares > 1e-14 * size ? squares / total : 0) : double.NaN;
    }
}
