using System.Globalization;
using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Curves;

/// <summary>Area under the part of the ROC curve up to a false positive rate, standardised (McClish 1989) so that guessing gives 0.5 and a perfect ranking 1. For uses that can bear few false alarms.</summary>
public static class PartialRocAuc
{
    /// <summary>The score of columns.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="scores">Its score, on any scale.</param>
    /// <param name="maxFalsePositiveRate">Up to where, above 0 and at most 1.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, double maxFalsePositiveRate, ReadOnlySpan<double> weights = default) =>
        Of(RankedScores.Of(truth, scores, weights), maxFalsePositiveRate);

    /// <summary>The score of ranked scores; NaN, counted as undefined, with one class.</summary>
    public static Score Of(RankedScores ranked, double maxFalsePositiveRate)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        if (!(maxFalsePositiveRate > 0 && maxFalsePositiveRate <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(maxFalsePositiveRate), maxFalsePositiveRate, "A false positive rate up to which an area is taken is above 0 and at most 1.");
        }

        string signature = MetricSignature.Of("partialRocAuc", string.Create(CultureInfo.InvariantCulture, $"maxFpr:{maxFalsePositiveRate}|standardised:mcclish"));
        if (!ranked.HasBothClasses)
        {
            return new("partialRocAuc", double.NaN, ranked.Count, signature) { HigherIsBetter = true, Undefined = ranked.Count };
        }

        double area = 0;
        CurvePoint before = default;
        foreach (CurvePoint point in RocCurve.Of(ranked))
        {
            CurvePoint until = point.X <= maxFalsePositiveRate
                ? point
                : new(maxFalsePositiveRate, before.Y + ((point.Y - before.Y) * (maxFalsePositiveRate - before.X) / (point.X - before.X)), 0);
            area += (until.X - before.X) * (until.Y + before.Y) / 2;
            before = until;
            if (point.X > maxFalsePositiveRate)
            {
                break;
            }
        }

        double guessing = maxFalsePositiveRate * maxFalsePositiveRate / 2;
        return new("partialRocAuc", (1 + ((area - guessing) / (maxFalsePositiveRate - guessing))) / 2, ranked.Count, signature) { HigherIsBetter = true };
    }
}
