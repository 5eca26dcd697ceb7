using AiInfra.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Evaluation.Metrics;

/// <summary>Area under the ROC curve: the chance that a positive row scores above a negative one, ties counting half (Mann and Whitney). Exact; keeps 16 bytes a row. With one class only it is NaN, counted as undefined.</summary>
/// <remarks>The interval is DeLong's (1988) on the logit, for unweighted rows; of an area of 0 or 1 Wilson's over the rows of the smaller class. <see cref="RocAucHistogram"/> needs constant memory.</remarks>
/// <param name="positive">The positive class; -1 for the second of two.</param>
public sealed class RocAuc(int positive = -1) : ScoreMetric("rocAuc", true, positive)
{
    private readonly RankedScores _ranked = new();

    internal int PositiveClass => Positive;

    /// <summary>The score of columns. Scores may be on any scale.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) =>
        Over(new RocAuc(), truth, scores, weights);

    /// <inheritdoc />
    public override IMetric New() => new RocAuc(Positive);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (Count == 0 || _ranked.PositiveWeight == 0 || _ranked.NegativeWeight == 0)
        {
            return Scored(double.NaN, undefined: Count);
        }

        double area = 0, above = 0, positives = 0, negatives = 0;
        double p = _ranked.PositiveWeight, n = _ranked.NegativeWeight;
        List<(double Score, double Positive, double Negative)> groups = _ranked.Groups();
        foreach ((double _, double positive, double negative) in groups)
        {
            area += negative * (above + (positive / 2));
            above += positive;
        }

        area /= p * n;
        if (_ranked.IsWeighted || p < 2 || n < 2)
        {
            return Scored(area);
        }

        // Spread of the placements: for a positive the share of negatives below it, for a negative the share of positives above it.
        double abovePositive = 0, aboveNegative = 0;
        foreach ((double _, double positive, double negative) in groups)
        {
            double ofPositive = 1 - ((aboveNegative + (negative / 2)) / n) - area;
            double ofNegative = ((abovePositive + (positive / 2)) / p) - area;
            positives += positive * ofPositive * ofPositive;
            negatives += negative * ofNegative * ofNegative;
            abovePositive += positive;
            aboveNegative += negative;
        }

        double error = Math.Sqrt((positives / (p - 1) / p) + (negatives / (n - 1) / n));
        return Scored(area, Interval(area, error, Math.Min(p, n), confidence));
    }

    // A full separation has no spread, but does not make the area certain.
    private static ConfidenceInterval Interval(double area, double error, double rows, double confidence)
    {
        if (!(area > 0 && area < 1))
        {
            return ProportionInterval.Wilson(area >= 1 ? rows : 0, rows, confidence);
        }

        double logit = Math.Log(area / (1 - area)), half = Normal.InvCDF(0, 1, (1 + confidence) / 2) * error / (area * (1 - area));
        return new(1 / (1 + Math.Exp(half - logit)), 1 / (1 + Math.Exp(-half - logit)), confidence);
    }

    /// <inheritdoc />
    protected override void Accumulate(bool positive, double score, double weight) => _ranked.Add(positive, score, weight);

    /// <inheritdoc />
    protected override void MergeFrom(Metric other) => _ranked.Merge(((RocAuc)other)._ranked);
}
