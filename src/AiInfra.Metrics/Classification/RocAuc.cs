using AiInfra.Metrics.Statistics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Metrics.Classification;

/// <summary>Area under the ROC curve: the chance that a positive row scores above a negative one, ties counting half (Mann and Whitney). Exact; keeps 8 bytes a row, 16 of weighted rows. With one class only it is NaN, counted as undefined.</summary>
/// <remarks>The interval is DeLong's (1988) on the logit, for unweighted rows; of an area of 0 or 1 Wilson's over the rows of the smaller class. <see cref="RocAucHistogram"/> needs constant memory; <see cref="RankedScores"/> shares one sort among several metrics.</remarks>
/// <param name="positive">The positive class; -1 for the second of two.</param>
public sealed class RocAuc(int positive = -1) : ScoreMetric("rocAuc", true, positive)
{
    private readonly RankedScoresBuilder _scores = new();

    /// <summary>The class whose score is ranked.</summary>
    public int PositiveClass => Positive;

    /// <summary>The score of columns. Scores may be on any scale.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) => Of(RankedScores.Of(truth, scores, weights));

    /// <summary>The score of ranked scores.</summary>
    public static Score Of(RankedScores ranked, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        double area = ranked.Summary.Area;
        return new("rocAuc", area, ranked.Count, MetricSignature.Of("rocAuc")) { HigherIsBetter = true, Interval = Interval(ranked, confidence), Undefined = double.IsNaN(area) ? ranked.Count : 0 };
    }

    /// <inheritdoc />
    public override Metric New() => new RocAuc(Positive);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        RankedScores ranked = _scores.Build();
        double area = ranked.Summary.Area;
        return Scored(area, Interval(ranked, confidence), double.IsNaN(area) ? Count : 0);
    }

    /// <inheritdoc />
    protected override void Accumulate(bool positive, double score, double weight) => _scores.AddChecked(positive, score, weight);

    /// <inheritdoc />
    protected override void AccumulateBatch(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights) => _scores.AddChecked(truth, scores, weights);

    /// <inheritdoc />
    protected override void MergeFrom(Metric other) => _scores.Merge(((RocAuc)other)._scores);

    private static ConfidenceInterval? Interval(RankedScores ranked, double confidence)
    {
        double area = ranked.Summary.Area, error = ranked.Summary.StandardError;
        if (double.IsNaN(area) || double.IsNaN(error))
        {
            return null;
        }

        // A full separation has no spread, but does not make the area certain.
        if (!(area > 0 && area < 1))
        {
            double rows = Math.Min(ranked.PositiveWeight, ranked.NegativeWeight);
            return ProportionInterval.Wilson(area >= 1 ? rows : 0, rows, confidence);
        }

        double logit = Math.Log(area / (1 - area)), half = Normal.InvCDF(0, 1, (1 + confidence) / 2) * error / (area * (1 - area));
        return new(1 / (1 + Math.Exp(half - logit)), 1 / (1 + Math.Exp(-half - logit)), confidence);
    }
}
