using System.Globalization;
using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Curves;

/// <summary>Where to cut scores into yes and no. The candidates are the distinct scores, and "call none"; of equally good ones the highest is taken.</summary>
public static class DecisionThreshold
{
    /// <summary>The threshold with the best F-score.</summary>
    /// <param name="ranked">Scores with rows of both classes.</param>
    /// <param name="beta">How many times as much recall counts as precision.</param>
    /// <exception cref="ArgumentException">One class is missing.</exception>
    public static ThresholdChoice BestF(RankedScores ranked, double beta = 1)
    {
        if (!(beta > 0) || double.IsInfinity(beta))
        {
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "Beta is a finite number above 0.");
        }

        return Best(ranked, beta == 1 ? "f1" : "fScore", beta == 1 ? "" : Invariant($"beta:{beta}"), true, c => c.F(beta));
    }

    /// <summary>The threshold with the best F-score, of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, one class is missing, a score is not finite or a weight negative; the message names the first index.</exception>
    public static ThresholdChoice BestF(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, double beta = 1, ReadOnlySpan<double> weights = default) => BestF(RankedScores.Of(truth, scores, weights), beta);

    /// <summary>The threshold with the best informedness: recall + specificity - 1 (Youden 1950).</summary>
    /// <exception cref="ArgumentException">One class is missing.</exception>
    public static ThresholdChoice BestInformedness(RankedScores ranked) => Best(ranked, "informedness", "", true, c => c.Informedness);

    /// <summary>The threshold with the least mean cost a row.</summary>
    /// <param name="ranked">Scores with rows of both classes.</param>
    /// <param name="costs">What decisions cost.</param>
    /// <exception cref="ArgumentException">One class is missing, or a cost is not finite.</exception>
    public static ThresholdChoice LeastCost(RankedScores ranked, CostMatrix costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        if (!double.IsFinite(costs.FalsePositive) || !double.IsFinite(costs.FalseNegative) || !double.IsFinite(costs.TruePositive) || !double.IsFinite(costs.TrueNegative))
        {
            throw new ArgumentException($"A cost is a finite number; these are {costs}.", nameof(costs));
        }

        double Cost(BinaryCounts c) => ((c.FalsePositives * costs.FalsePositive) + (c.FalseNegatives * costs.FalseNegative) + (c.TruePositives * costs.TruePositive) + (c.TrueNegatives * costs.TrueNegative)) / c.Total;
        return Best(ranked, "cost", Invariant($"fp:{costs.FalsePositive}|fn:{costs.FalseNegative}|tp:{costs.TruePositive}|tn:{costs.TrueNegative}"), false, Cost);
    }

    /// <summary>The threshold with the least mean cost a row, of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, one class is missing, a cost or score is not finite or a weight negative; the message names the first index.</exception>
    public static ThresholdChoice LeastCost(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, CostMatrix costs, ReadOnlySpan<double> weights = default) => LeastCost(RankedScores.Of(truth, scores, weights), costs);

    /// <summary>The best recall at a precision of so much or more. Where none reaches it: the most precise.</summary>
    /// <exception cref="ArgumentException">One class is missing.</exception>
    public static ThresholdChoice AtPrecision(RankedScores ranked, double precision) =>
        Demanding(ranked, "recall", Invariant($"precision:>={Share(precision, nameof(precision))}"), c => c.Recall, c => c.Precision >= precision, c => c.Precision);

    /// <summary>The best precision at a recall of so much or more.</summary>
    /// <exception cref="ArgumentException">One class is missing.</exception>
    public static ThresholdChoice AtRecall(RankedScores ranked, double recall) =>
        Demanding(ranked, "precision", Invariant($"recall:>={Share(recall, nameof(recall))}"), c => c.Precision, c => c.Recall >= recall, c => c.Recall);

    /// <summary>The best recall at a false positive rate of so much or less. Calling none always meets it.</summary>
    /// <exception cref="ArgumentException">One class is missing.</exception>
    public static ThresholdChoice AtFalsePositiveRate(RankedScores ranked, double rate) =>
        Demanding(ranked, "recall", Invariant($"falsePositiveRate:<={Share(rate, nameof(rate))}"), c => c.Recall, c => c.FalsePositiveRate <= rate, c => -c.FalsePositiveRate);

    private static ThresholdChoice Best(RankedScores ranked, string name, string options, bool higherIsBetter, Func<BinaryCounts, double> value) =>
        Choose(ranked, name, options, higherIsBetter, value, _ => true)!;

    private static ThresholdChoice Demanding(RankedScores ranked, string name, string demand, Func<BinaryCounts, double> value, Predicate<BinaryCounts> meets, Func<BinaryCounts, double> nearness)
    {
        if (Choose(ranked, name, demand, true, value, meets) is { } met)
        {
            return met;
        }

        ThresholdChoice nearest = Choose(ranked, name, demand, true, nearness, _ => true)!;
        return nearest with { IsMet = false, Score = nearest.Score with { Value = value(nearest.Counts) } };
    }

    private static ThresholdChoice? Choose(RankedScores ranked, string name, string options, bool higherIsBetter, Func<BinaryCounts, double> value, Predicate<BinaryCounts> meets)
    {
        List<BinaryCounts> counts = OperatingPoints.Counts(ranked, out List<double> thresholds);
        if (!ranked.HasBothClasses)
        {
            throw new ArgumentException($"A threshold is chosen on rows of both classes; there are {ranked.PositiveCount} positive rows and {ranked.NegativeCount} negative ones.", nameof(ranked));
        }

        counts.Insert(0, new(0, 0, ranked.PositiveWeight, ranked.NegativeWeight));
        thresholds.Insert(0, double.PositiveInfinity);
        int best = -1;
        double reached = double.NaN;
        for (int i = 0; i < counts.Count; i++)
        {
            double here = value(counts[i]);
            if (meets(counts[i]) && !double.IsNaN(here) && (best < 0 || (higherIsBetter ? here > reached : here < reached)))
            {
                (best, reached) = (i, here);
            }
        }

        string signature = MetricSignature.Of("threshold", options.Length == 0 ? name : $"{name}|{options}");
        return best < 0 ? null : new(thresholds[best], counts[best], new Score(name, reached, ranked.Count, signature) { HigherIsBetter = higherIsBetter });
    }

    private static double Share(double share, string name) => share is >= 0 and <= 1 ? share : throw new ArgumentOutOfRangeException(name, share, "A share is between 0 and 1.");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
