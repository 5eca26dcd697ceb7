using System.Numerics.Tensors;

namespace AiInfra.Metrics.Classification;

/// <summary>Mean of -ln of the probability of the true class, in nats. Probabilities are first clipped to [2^-52, 1 - 2^-52], then each row is scaled to sum to 1.</summary>
public sealed class LogLoss() : ProbabilityMeanMetric("logLoss")
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The score of the positive class's probabilities.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default) =>
        Over(new LogLoss(), truth, probabilities, weights);

    /// <summary>The score of the probabilities of all classes, row by row.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a class outside the set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights = default) =>
        Over(new LogLoss(), truth, probabilities, classes, weights);

    /// <inheritdoc />
    public override Metric New() => new LogLoss();

    /// <inheritdoc />
    protected override void RowLosses(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes, Span<double> losses)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            losses[i] = Scaled(labels[i], probabilities.Slice(i * classes, classes));
        }

        TensorPrimitives.Log(losses, losses);
        TensorPrimitives.Negate(losses, losses);
    }

    /// <inheritdoc />
    protected override void RowLosses(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, Span<double> losses)
    {
        for (int i = 0; i < truth.Length; i++)
        {
            double p = Math.Clamp(probabilities[i], Epsilon, 1 - Epsilon), q = Math.Clamp(1 - probabilities[i], Epsilon, 1 - Epsilon);
            losses[i] = (truth[i] ? p : q) / (p + q);
        }

        TensorPrimitives.Log(losses, losses);
        TensorPrimitives.Negate(losses, losses);
    }

    /// <inheritdoc />
    protected override double RowLoss(int label, ReadOnlySpan<double> probabilities) =>
        -Math.Log(Scaled(label, probabilities));

    private static double Scaled(int label, ReadOnlySpan<double> probabilities)
    {
        double sum = 0;
        foreach (double p in probabilities)
        {
            sum += Math.Clamp(p, Epsilon, 1 - Epsilon);
        }

        return Math.Clamp(probabilities[label], Epsilon, 1 - Epsilon) / sum;
    }
}
