using AiInfra.Metrics;
using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;
using MathNet.Numerics;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>DeLong's test (1988) of two areas under the ROC curve on the same rows, by midranks in n log n (Sun and Xu 2014).</summary>
public static class DeLongTest
{
    /// <summary>Tests whether the areas differ.</summary>
    /// <param name="truth">Whether the row is positive; two of each are needed.</param>
    /// <param name="first">Scores of the first model.</param>
    /// <param name="second">Scores of the second model on the same rows.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <param name="shift">The difference under the null hypothesis.</param>
    /// <returns>The difference is the first's area minus the second's. With no variance at all (identical scores) the p-value is 1 where the difference equals the shift.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is not finite, or a class has fewer than two rows.</exception>
    public static PairedTestResult Test(ReadOnlySpan<bool> truth, ReadOnlySpan<double> first, ReadOnlySpan<double> second, PairedAlternative alternative = PairedAlternative.TwoSided, double shift = 0)
    {
        (int positives, int negatives) = Check(truth, first, second);
        (double areaFirst, double[] p1, double[] n1) = Placements(truth, first, positives, negatives);
        (double areaSecond, double[] p2, double[] n2) = Placements(truth, second, positives, negatives);
        double variance = (VarianceOfDifference(p1, p2) / positives) + (VarianceOfDifference(n1, n2) / negatives);
        double difference = areaFirst - areaSecond, distance = difference - shift, error = Math.Sqrt(variance);
        double z = distance / error;
        double p = error == 0
            ? (alternative == PairedAlternative.TwoSided ? distance != 0 : alternative == PairedAlternative.Greater ? distance > 0 : distance < 0) ? 0 : 1
            : alternative switch
            {
                PairedAlternative.Greater => SpecialFunctions.Erfc(z / Math.Sqrt(2)) / 2,
                PairedAlternative.Less => SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2,
                _ => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2)),
            };
        return new("DeLong", z, p, truth.Length, difference, error);
    }

    /// <summary>The test for a time stream: the placements as a series of each row's influence on the difference, their variance by Newey and West's kernel, the statistic on Student's t.</summary>
    /// <param name="truth">Whether the row is positive, in the order of time; two of each are needed.</param>
    /// <param name="first">Scores of the first model.</param>
    /// <param name="second">Scores of the second model on the same rows.</param>
    /// <param name="lag">Correlations up to this lag are allowed for; -1 chooses it from the data.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <param name="shift">The difference under the null hypothesis.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is not finite, or a class has fewer than two rows.</exception>
    public static PairedTestResult TestSerial(ReadOnlySpan<bool> truth, ReadOnlySpan<double> first, ReadOnlySpan<double> second, int lag = -1, PairedAlternative alternative = PairedAlternative.TwoSided, double shift = 0)
    {
        (int positives, int negatives) = Check(truth, first, second);
        double[] influence = Influence(truth, first, second, positives, negatives);
        int used = lag < 0 ? SerialDependence.Lag(influence) : lag;
        PairedTestResult result = PairedTTest.TestSerial(influence, new double[influence.Length], used, alternative, shift);
        return result with { Test = $"DeLong, serial to lag {used}" };
    }

    internal static int Lag(ReadOnlySpan<bool> truth, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        (int positives, int negatives) = Check(truth, first, second);
        return SerialDependence.Lag(Influence(truth, first, second, positives, negatives));
    }

    // The mean of the series is the difference of the areas; a row's distance from it is what the row does to it.
    private static double[] Influence(ReadOnlySpan<bool> truth, ReadOnlySpan<double> first, ReadOnlySpan<double> second, int positives, int negatives)
    {
        (double areaFirst, double[] p1, double[] n1) = Placements(truth, first, positives, negatives);
        (double areaSecond, double[] p2, double[] n2) = Placements(truth, second, positives, negatives);
        double difference = areaFirst - areaSecond, rows = truth.Length;
        var influence = new double[truth.Length];
        int p = 0, n = 0;
        for (int i = 0; i < influence.Length; i++)
        {
            influence[i] = difference + (truth[i]
                ? (p1[p] - p2[p++] - difference) * rows / positives
                : (n1[n] - n2[n++] - difference) * rows / negatives);
        }

        return influence;
    }

    private static (int Positives, int Negatives) Check(ReadOnlySpan<bool> truth, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        Guard.Columns(truth.Length, first.Length, nameof(first), default);
        Guard.Columns(truth.Length, second.Length, nameof(second), default);
        Guard.Finite(first, nameof(first));
        Guard.Finite(second, nameof(second));
        int positives = truth.Count(true), negatives = truth.Length - positives;
        return positives >= 2 && negatives >= 2
            ? (positives, negatives)
            : throw new ArgumentException($"DeLong's test needs two positive and two negative rows; there are {positives} and {negatives}.", nameof(truth));
    }

    // For each positive the share of negatives below it, for each negative the share of positives above it, ties counting half.
    private static (double Area, double[] OfPositives, double[] OfNegatives) Placements(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int positives, int negatives)
    {
        double[] sorted = scores.ToArray();
        var order = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order);
        var placement = new double[sorted.Length];
        int positivesBelow = 0, negativesBelow = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            int tiedPositives = 0;
            for (end = start; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
                tiedPositives += truth[order[end]] ? 1 : 0;
            }

            int tiedNegatives = end - start - tiedPositives;
            for (int i = start; i < end; i++)
            {
                placement[order[i]] = truth[order[i]]
                    ? (negativesBelow + (tiedNegatives / 2.0)) / negatives
                    : 1 - ((positivesBelow + (tiedPositives / 2.0)) / positives);
            }

            positivesBelow += tiedPositives;
            negativesBelow += tiedNegatives;
        }

        var ofPositives = new double[positives];
        var ofNegatives = new double[negatives];
        int p = 0, n = 0;
        for (int i = 0; i < placement.Length; i++)
        {
            if (truth[i])
            {
                ofPositives[p++] = placement[i];
            }
            else
            {
                ofNegatives[n++] = placement[i];
            }
        }

        return (ofPositives.Average(), ofPositives, ofNegatives);
    }

    private static double VarianceOfDifference(double[] first, double[] second)
    {
        var mean = default(RunningMean);
        for (int i = 0; i < first.Length; i++)
        {
            mean.Add(first[i] - second[i]);
        }

        return mean.SumOfSquares / (first.Length - 1);
    }
}
