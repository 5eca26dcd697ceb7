namespace AiInfra.Metrics.Calibration;

/// <summary>Brier's score in parts (Murphy 1973), with the parts within bins (Stephenson 2008), so that it adds up exactly for any bins: <c>Brier = Reliability - Resolution + Uncertainty + WithinVariance - WithinCovariance</c>.</summary>
/// <param name="Brier">The score: mean of (p - y)².</param>
/// <param name="Reliability">Mean squared gap between a bin's mean probability and its share of positives: 0 is calibrated.</param>
/// <param name="Resolution">Mean squared distance of a bin's share of positives from that of all: more tells more apart.</param>
/// <param name="Uncertainty">Share of positives × share of negatives: what knowing nothing costs.</param>
/// <param name="WithinVariance">Mean squared distance of the probabilities from the mean of their bin.</param>
/// <param name="WithinCovariance">Twice the mean product of the distances of probability and outcome from their bin's means.</param>
/// <param name="Count">Rows with a weight above 0.</param>
/// <param name="Signature">Metric, bins and version.</param>
public sealed record BrierDecomposition(double Brier, double Reliability, double Resolution, double Uncertainty, double WithinVariance, double WithinCovariance, long Count, string Signature)
{
    /// <summary>Resolution with what probabilities within bins add to it; depends less on the bins, and <c>Brier = Reliability - GeneralisedResolution + Uncertainty</c>.</summary>
    public double GeneralisedResolution => Resolution - WithinVariance + WithinCovariance;

    /// <summary>Brier's skill score: 1 - Brier / Uncertainty; 0 is knowing only the share of positives. NaN with one class.</summary>
    public double Skill => Uncertainty > 0 ? 1 - (Brier / Uncertainty) : double.NaN;

    /// <summary>The parts of columns.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="probabilities">Probability of being positive.</param>
    /// <param name="bins">Number of bins of equal width, (low, high], the first one closed; 0 puts each distinct probability into a bin of its own, and nothing is left within.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static BrierDecomposition Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, int bins = 10, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bins);
        Guard.Columns(truth.Length, probabilities.Length, nameof(probabilities), weights);
        Guard.Probability(probabilities, nameof(probabilities));
        string signature = MetricSignature.Of("brierDecomposition", $"bins:{(bins > 0 ? bins : "distinct")}");
        int[] binOf = bins > 0 ? Binned(probabilities, bins) : Distinct(probabilities, out bins);
        var cells = new CalibrationBin[bins];
        long count = 0;
        var all = new CalibrationBin();
        for (int i = 0; i < truth.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            cells[binOf[i]] = cells[binOf[i]].Plus(probabilities[i], truth[i], weight);
            all = all.Plus(probabilities[i], truth[i], weight);
            count += weight > 0 ? 1 : 0;
        }

        double brier = 0, reliability = 0, resolution = 0, variance = 0, covariance = 0;
        foreach (CalibrationBin cell in cells)
        {
            if (cell.Weight > 0)
            {
                double distance = cell.FractionPositive - all.FractionPositive;
                reliability += cell.Weight * cell.Gap * cell.Gap;
                resolution += cell.Weight * distance * distance;
            }
        }

        for (int i = 0; i < truth.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            if (weight > 0)
            {
                CalibrationBin cell = cells[binOf[i]];
                double y = truth[i] ? 1 : 0, p = probabilities[i], distance = p - cell.MeanPredicted;
                brier += weight * (p - y) * (p - y);
                variance += weight * distance * distance;
                covariance += 2 * weight * distance * (y - cell.FractionPositive);
            }
        }

        double share = all.FractionPositive, n = all.Weight;
        return new(brier / n, reliability / n, resolution / n, share * (1 - share), variance / n, covariance / n, count, signature);
    }

    private static int[] Binned(ReadOnlySpan<double> probabilities, int bins)
    {
        var result = new int[probabilities.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = BinEdges.Uniform(probabilities[i], bins);
        }

        return result;
    }

    private static int[] Distinct(ReadOnlySpan<double> probabilities, out int bins)
    {
        var seen = new Dictionary<double, int>();
        var result = new int[probabilities.Length];
        for (int i = 0; i < result.Length; i++)
        {
            if (!seen.TryGetValue(probabilities[i], out result[i]))
            {
                seen[probabilities[i]] = result[i] = seen.Count;
            }
        }

        bins = seen.Count;
        return result;
    }
}
