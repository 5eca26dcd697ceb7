using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Classification;

/// <summary>Share of rows predicted right. Its interval is Wilson's.</summary>
/// <param name="classes">Size of the label set; 0 lets it grow with the classes seen.</param>
public sealed class Accuracy(int classes = 0) : LabelMetric("accuracy", true, classes), IRowLoss
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes = 0, ReadOnlySpan<double> weights = default) =>
        Over(new Accuracy(classes), truth, predicted, weights);

    /// <summary>The accuracy of classes by name.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a class is null; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> truth, IReadOnlyList<string> predicted)
    {
        var named = new NamedClasses(truth, predicted);
        return Of(named.Truth, named.Predicted);
    }

    /// <inheritdoc />
    public override Metric New() => new Accuracy(Classes);

    /// <inheritdoc />
    public double Loss(in Outcome outcome) => outcome.Label == outcome.Predicted ? 0 : 1;

    /// <inheritdoc />
    public double OfMean(double mean) => 1 - mean;

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (Count == 0)
        {
            return Scored(double.NaN);
        }

        double share = Matrix.Correct() / Matrix.Total;
        double n = Matrix.EffectiveCount;
        return Scored(share, ProportionInterval.Wilson(Math.Clamp(share * n, 0, n), n, confidence));
    }
}
