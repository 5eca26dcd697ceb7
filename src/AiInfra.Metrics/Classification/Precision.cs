namespace AiInfra.Metrics.Classification;

/// <summary>Share of the rows predicted as a class that are of it.</summary>
/// <param name="average">How classes are averaged: over all classes alike unless said otherwise, as in every metric of classes. scikit-learn's default is <see cref="Average.Positive"/>.</param>
/// <param name="zeroDivision">What a class never predicted gets; such classes are counted as undefined.</param>
/// <param name="positive">The positive class.</param>
/// <param name="classes">Size of the label set; 0 averages over the classes seen.</param>
public sealed class Precision(Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, int positive = 1, int classes = 0)
    : ClassRatioMetric("precision", average, zeroDivision, positive, classes)
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, int classes = 0, ReadOnlySpan<double> weights = default, int positive = 1) =>
        Over(new Precision(average, zeroDivision, positive, classes), truth, predicted, weights);

    /// <summary>The precision of classes by name: over all classes alike, or of one.</summary>
    /// <param name="truth">True classes.</param>
    /// <param name="predicted">Predicted classes.</param>
    /// <param name="positive">The class whose precision is asked for; null for the plain mean over all classes.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, a class is null, or no row has the positive class.</exception>
    public static Score Of(IReadOnlyList<string> truth, IReadOnlyList<string> predicted, string? positive = null)
    {
        var named = new NamedClasses(truth, predicted);
        return Of(named.Truth, named.Predicted, NamedClasses.AverageOf(positive), positive: named.PositiveOf(positive));
    }

    /// <inheritdoc />
    public override Metric New() => new Precision(Average, ZeroDivision, Positive, Classes);

    /// <inheritdoc />
    protected override (double Above, double Below) Ratio(in BinaryCounts counts) => (counts.TruePositives, counts.TruePositives + counts.FalsePositives);
}
