namespace AiInfra.Evaluation.Metrics;

/// <summary>Matthews correlation (1975), for many classes Gorodkin's R_K (2004): from -1 to 1. When truth or prediction is constant it is 0 by convention and counted as undefined.</summary>
/// <param name="classes">Size of the label set; 0 lets it grow with the classes seen.</param>
public sealed class MatthewsCorrelation(int classes = 0) : LabelMetric("matthewsCorrelation", true, classes)
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes = 0, ReadOnlySpan<double> weights = default) =>
        Over(new MatthewsCorrelation(classes), truth, predicted, weights);

    /// <inheritdoc />
    public override IMetric New() => new MatthewsCorrelation(Classes);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (Count == 0)
        {
            return Scored(double.NaN);
        }

        double total = Matrix.Total, both = 0, truths = 0, predictions = 0;
        int truthClasses = 0, predictedClasses = 0;
        for (int k = 0; k < Matrix.Classes; k++)
        {
            double t = Matrix.TrueTotal(k), p = Matrix.PredictedTotal(k);
            both += t * p;
            truths += t * t;
            predictions += p * p;
            truthClasses += t > 0 ? 1 : 0;
            predictedClasses += p > 0 ? 1 : 0;
        }

        double truthSpread = (total * total) - truths, predictionSpread = (total * total) - predictions;
        return truthClasses > 1 && predictedClasses > 1
            ? Scored(((Matrix.Correct() * total) - both) / Math.Sqrt(truthSpread * predictionSpread))
            : Scored(0, undefined: Count);
    }
}
