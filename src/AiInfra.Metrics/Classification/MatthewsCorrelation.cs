namespace AiInfra.Metrics.Classification;

/// <summary>Matthews correlation (1975), for many classes Gorodkin's R_K (2004): from -1 to 1. When truth or prediction is constant it is 0 by convention and counted as undefined.</summary>
/// <param name="classes">Size of the label set; 0 lets it grow with the classes seen.</param>
public sealed class MatthewsCorrelation(int classes = 0) : LabelMetric("matthewsCorrelation", true, classes)
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes = 0, ReadOnlySpan<double> weights = default) =>
        Over(new MatthewsCorrelation(classes), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new MatthewsCorrelation(Classes);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (Count == 0)
        {
            return Scored(double.NaN);
        }

        // Sums of products of rows that were told apart, rather than differences of squares of all rows: light rows count beside heavy ones.
        double together = 0, truthSpread = 0, predictionSpread = 0;
        int truthClasses = 0, predictedClasses = 0;
        for (int k = 0; k < Matrix.Classes; k++)
        {
            BinaryCounts counts = Matrix.CountsOf(k);
            double t = counts.TruePositives + counts.FalseNegatives, p = counts.TruePositives + counts.FalsePositives;
            together += (counts.TruePositives * counts.TrueNegatives) - (counts.FalsePositives * counts.FalseNegatives);
            truthSpread += t * (counts.FalsePositives + counts.TrueNegatives);
            predictionSpread += p * (counts.FalseNegatives + counts.TrueNegatives);
            truthClasses += t > 0 ? 1 : 0;
            predictedClasses += p > 0 ? 1 : 0;
        }

        return truthClasses > 1 && predictedClasses > 1
            ? Scored(Math.Clamp(together / Math.Sqrt(truthSpread * predictionSpread), -1, 1))
            : Scored(0, undefined: Count);
    }
}
