using AiInfra.Metrics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Inequality of the benefit that people get from decisions (Speicher et al. 2018): the benefit is 1 for a right answer, 2 for an undeserved selection, 0 for a missed one. 0 is equality.</summary>
public static class GeneralizedEntropy
{
    /// <summary>The index: of alpha 2 half the squared coefficient of variation, of 1 Theil's index, of 0 the mean log deviation (infinite when anybody gets nothing). NaN when all get nothing.</summary>
    /// <param name="truth">Whether a row is positive.</param>
    /// <param name="predicted">Whether it is predicted positive.</param>
    /// <param name="alpha">How much more the upper end counts.</param>
    /// <param name="weights">How much a row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a weight is negative; the message names the first index.</exception>
    public static double Of(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted, double alpha = 2, ReadOnlySpan<double> weights = default)
    {
        Guard.Columns(truth.Length, predicted.Length, nameof(predicted), weights);
        if (!double.IsFinite(alpha))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Alpha is a finite number.");
        }

        // Benefits are 0, 1 or 2: three sums say all.
        Span<double> mass = stackalloc double[3];
        for (int i = 0; i < truth.Length; i++)
        {
            mass[(predicted[i] ? 1 : 0) - (truth[i] ? 1 : 0) + 1] += weights.IsEmpty ? 1 : weights[i];
        }

        double total = mass[0] + mass[1] + mass[2], mean = (mass[1] + (2 * mass[2])) / total, sum = 0;
        if (mean == 0)
        {
            return double.NaN;
        }

        for (int b = 0; b < 3; b++)
        {
            if (mass[b] > 0)
            {
                double share = b / mean;
                sum += mass[b] * (alpha == 1 ? (b == 0 ? 0 : share * Math.Log(share)) : alpha == 0 ? -Math.Log(share) : (Math.Pow(share, alpha) - 1) / (alpha * (alpha - 1)));
            }
        }

        return sum / total;
    }

    /// <summary>Theil's index: alpha 1.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a weight is negative; the message names the first index.</exception>
    public static double Theil(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted, ReadOnlySpan<double> weights = default) => Of(truth, predicted, 1, weights);
}
