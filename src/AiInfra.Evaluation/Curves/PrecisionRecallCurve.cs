using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Curves;

/// <summary>The precision-recall curve, one point a distinct score from the highest down, after the point (0, 1) by convention. A step curve: do not interpolate.</summary>
public static class PrecisionRecallCurve
{
    /// <summary>The curve of columns. Without a positive row the recall is NaN: there is no curve.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static IReadOnlyList<CurvePoint> Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        RankedScores ranked = RocCurve.Ranked(truth, scores, weights);
        var points = new List<CurvePoint> { new(0, 1, double.PositiveInfinity) };
        double positives = 0, all = 0;
        foreach ((double score, double positive, double negative) in ranked.Groups())
        {
            positives += positive;
            all += positive + negative;
            points.Add(new(positives / ranked.PositiveWeight, positives / all, score));
        }

        return points;
    }
}
