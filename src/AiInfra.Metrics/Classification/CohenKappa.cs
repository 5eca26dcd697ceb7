namespace AiInfra.Metrics.Classification;

/// <summary>Cohen's kappa (1960, weighted 1968): agreement beyond chance. NaN, counted as undefined, when chance alone would agree fully.</summary>
public sealed class CohenKappa : LabelMetric
{
    private readonly KappaWeights _weights;

    /// <summary>Creates the metric.</summary>
    /// <param name="classes">Size of the label set; 0 lets it grow, and distances run over the classes seen.</param>
    /// <param name="disagreement">How much a disagreement costs.</param>
    public CohenKappa(int classes = 0, KappaWeights disagreement = KappaWeights.None)
        : base("cohenKappa", true, classes, $"weights:{disagreement.ToString().ToLowerInvariant()}") =>
        _weights = disagreement;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes = 0, KappaWeights disagreement = KappaWeights.None, ReadOnlySpan<double> weights = default) =>
        Over(new CohenKappa(classes, disagreement), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new CohenKappa(Classes, _weights);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        int[] labels = Matrix.CountedClasses();
        double observed = 0, expected = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            for (int j = 0; j < labels.Length; j++)
            {
                double cost = _weights switch
                {
                    KappaWeights.Linear => Math.Abs(i - j),
                    KappaWeights.Quadratic => (i - j) * (i - j),
                    _ => i == j ? 0 : 1,
                };
                observed += cost * Matrix[labels[i], labels[j]];
                expected += cost * Matrix.TrueTotal(labels[i]) * Matrix.PredictedTotal(labels[j]) / Matrix.Total;
            }
        }

        return expected > 0 ? Scored(1 - (observed / expected)) : Scored(double.NaN, undefined: Count);
    }
}
