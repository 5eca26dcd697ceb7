namespace AiInfra.Metrics.Classification;

/// <summary>Brier's score (1950): of two classes the mean of (p - y)², from 0 to 1; of more the mean sum over classes, from 0 to 2. Less is better.</summary>
public sealed class BrierScore() : ProbabilityMeanMetric("brier")
{
    /// <summary>The score of the positive class's probabilities.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default) =>
        Over(new BrierScore(), truth, probabilities, weights);

    /// <summary>The score of the probabilities of all classes, row by row.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a class outside the set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights = default) =>
        Over(new BrierScore(), truth, probabilities, classes, weights);

    /// <inheritdoc />
    public override Metric New() => new BrierScore();

    /// <inheritdoc />
    protected override void RowLosses(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, Span<double> losses)
    {
        for (int i = 0; i < truth.Length; i++)
        {
            double miss = probabilities[i] - (truth[i] ? 1 : 0);
            losses[i] = miss * miss;
        }
    }

    /// <inheritdoc />
    protected override double RowLoss(int label, ReadOnlySpan<double> probabilities)
    {
        if (probabilities.Length == 2)
        {
            double miss = probabilities[1] - label;
            return miss * miss;
        }

        double sum = 0;
        for (int k = 0; k < probabilities.Length; k++)
        {
            double miss = probabilities[k] - (k == label ? 1 : 0);
            sum += miss * miss;
        }

        return sum;
    }
}
