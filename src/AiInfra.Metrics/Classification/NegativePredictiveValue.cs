namespace AiInfra.Metrics.Classification;

/// <summary>Share of the rows not predicted as a class that are not of it: the precision of the rest.</summary>
/// <param name="average">How classes are averaged: over all classes alike unless said otherwise, as in every metric of classes. scikit-learn's default is <see cref="Average.Positive"/>.</param>
/// <param name="zeroDivision">What a class gets when every row is predicted as it; such classes are counted as undefined.</param>
/// <param name="positive">The positive class.</param>
/// <param name="classes">Size of the label set; 0 averages over the classes seen.</param>
public sealed class NegativePredictiveValue(Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, int positive = 1, int classes = 0)
    : ClassRatioMetric("negativePredictiveValue", average, zeroDivision, positive, classes)
{
    /// <inheritdoc />
    protected override bool IsProportion => Average == Average.Positive;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, int classes = 0, ReadOnlySpan<double> weights = default, int positive = 1) =>
        Over(new NegativePredictiveValue(average, zeroDivision, positive, classes), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new NegativePredictiveValue(Average, ZeroDivision, Positive, Classes);

    /// <inheritdoc />
    protected override (double Above, double Below) Ratio(in BinaryCounts counts) => (counts.TrueNegatives, counts.TrueNegatives + counts.FalseNegatives);
}
