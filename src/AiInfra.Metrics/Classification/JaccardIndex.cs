namespace AiInfra.Metrics.Classification;

/// <summary>Jaccard's index (1901): of the rows that are of a class or predicted as it, the share that are both.</summary>
/// <param name="average">How classes are averaged: over all classes alike unless said otherwise, as in every metric of classes. scikit-learn's default is <see cref="Average.Positive"/>.</param>
/// <param name="zeroDivision">What a class gets that neither occurs nor is predicted; such classes are counted as undefined.</param>
/// <param name="positive">The positive class.</param>
/// <param name="classes">Size of the label set; 0 averages over the classes seen.</param>
public sealed class JaccardIndex(Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, int positive = 1, int classes = 0)
    : ClassRatioMetric("jaccard", average, zeroDivision, positive, classes)
{
    /// <inheritdoc />
    protected override bool IsProportion => Average == Average.Positive;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, int classes = 0, ReadOnlySpan<double> weights = default, int positive = 1) =>
        Over(new JaccardIndex(average, zeroDivision, positive, classes), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new JaccardIndex(Average, ZeroDivision, Positive, Classes);

    /// <inheritdoc />
    protected override (double Above, double Below) Ratio(in BinaryCounts counts) => (counts.TruePositives, counts.TruePositives + counts.FalsePositives + counts.FalseNegatives);
}
