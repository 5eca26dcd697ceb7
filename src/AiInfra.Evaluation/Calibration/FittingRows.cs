using AiInfra.Metrics;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Checks what a calibrator is fitted on.</summary>
internal static class FittingRows
{
    public static void Check(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights)
    {
        Guard.Columns(truth.Length, probabilities.Length, nameof(probabilities), weights);
        Guard.Probability(probabilities, nameof(probabilities));
        CheckBoth(truth, weights);
    }

    public static void CheckBoth(ReadOnlySpan<bool> truth, ReadOnlySpan<double> weights)
    {
        bool positive = false, negative = false;
        for (int i = 0; i < truth.Length; i++)
        {
            bool counts = weights.IsEmpty || weights[i] > 0;
            positive |= counts && truth[i];
            negative |= counts && !truth[i];
        }

        if (!positive || !negative)
        {
            throw new ArgumentException($"A calibrator is fitted on rows of both classes; all {truth.Length} rows are {(positive ? "positive" : "negative")}.", nameof(truth));
        }
    }

    public static void Check(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (probabilities.Length != (long)truth.Length * classes)
        {
            throw new ArgumentException($"{truth.Length} rows of {classes} classes need {(long)truth.Length * classes} probabilities; there are {probabilities.Length}.", nameof(probabilities));
        }

        Guard.Columns(truth.Length, truth.Length, nameof(truth), weights);
        Guard.Labels(truth, nameof(truth), classes);
        Guard.Rows(probabilities, nameof(probabilities), classes, true);
    }

    public static long Count(int rows, ReadOnlySpan<double> weights)
    {
        long count = weights.IsEmpty ? rows : 0;
        foreach (double weight in weights)
        {
            count += weight > 0 ? 1 : 0;
        }

        return count;
    }

    public static double Weight(ReadOnlySpan<double> weights, int row) => weights.IsEmpty ? 1 : weights[row];

    /// <summary>Both classes' probabilities from the second's.</summary>
    public static double[] Both(ReadOnlySpan<double> probabilities)
    {
        var both = new double[2 * probabilities.Length];
        for (int i = 0; i < probabilities.Length; i++)
        {
            both[2 * i] = 1 - probabilities[i];
            both[(2 * i) + 1] = probabilities[i];
        }

        return both;
    }

    public static int[] Labels(ReadOnlySpan<bool> truth)
    {
        var labels = new int[truth.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = truth[i] ? 1 : 0;
        }

        return labels;
    }
}
