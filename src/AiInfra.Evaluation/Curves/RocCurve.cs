using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Curves;

/// <summary>The ROC curve: true positive rate over false positive rate, one point a distinct score, from (0, 0) to (1, 1).</summary>
public static class RocCurve
{
    /// <summary>The curve of columns. A rate without rows is NaN: with one class only there is no curve.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static IReadOnlyList<CurvePoint> Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        RankedScores ranked = Ranked(truth, scores, weights);
        var points = new List<CurvePoint> { new(0, 0, double.PositiveInfinity) };
        double positives = 0, negatives = 0;
        foreach ((double score, double positive, double negative) in ranked.Groups())
        {
            positives += positive;
            negatives += negative;
            points.Add(new(negatives / ranked.NegativeWeight, positives / ranked.PositiveWeight, score));
        }

        return points;
    }

    internal static RankedScores Ranked(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        Guard.Columns(truth.Length, scores.Length, nameof(scores), weights);
        Guard.Finite(scores, nameof(scores));
        var ranked = new RankedScores();
        for (int i = 0; i < truth.Length; i++)
        {
            if (weights.IsEmpty || weights[i] > 0)
            {
                ranked.Add(truth[i], scores[i], weights.IsEmpty ? 1 : weights[i]);
            }
        }

        return ranked;
    }
}
