namespace AiInfra.Metrics.Classification;

/// <summary>Informedness, Youden's J (1950): recall + specificity - 1 of one class, from -1 to 1; 0 is what guessing gives. NaN, counted as undefined, when the class or the rest does not occur.</summary>
/// <param name="positive">The positive class.</param>
/// <param name="classes">Size of the label set; 0 lets it grow with the classes seen.</param>
public sealed class Informedness(int positive = 1, int classes = 0) : LabelMetric("informedness", true, classes, $"positive:{positive}")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int positive = 1, int classes = 0, ReadOnlySpan<double> weights = default) =>
        Over(new Informedness(positive, classes), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new Informedness(positive, Classes);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double value = positive < Matrix.Classes ? Matrix.CountsOf(positive).Informedness : double.NaN;
        return Scored(value, undefined: double.IsNaN(value) ? Count : 0);
    }
}
