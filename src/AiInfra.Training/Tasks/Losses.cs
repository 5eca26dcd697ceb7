using AiInfra.Training.Loading;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AiInfra.Training.Tasks;

/// <summary>The usual losses: the mean over the rows of weight x loss, the weights those of <see cref="Batch.Weight"/> where it is there. Weights should average to one over all rows.</summary>
/// <remarks>The mean is by the number of rows, not by the weights in the batch: otherwise light rows would count more wherever a batch holds few heavy ones.</remarks>
public static class Losses
{
    /// <summary>Cross entropy of logits [batch, classes] against class numbers int64 [batch], of which −100 is left out, or shares of classes, float [batch, classes], such as mixup gives.</summary>
    /// <param name="classWeights">Weight of each class, for example to balance rare ones; null weighs all alike.</param>
    /// <param name="labelSmoothing">Share of the target spread over all classes, 0 to 1 (Szegedy et al. 2016).</param>
    public static ILoss CrossEntropy(IReadOnlyList<float>? classWeights = null, double labelSmoothing = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(labelSmoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(labelSmoothing, 1);
        return new CrossEntropyLoss(classWeights is null ? null : [.. classWeights], labelSmoothing, 0);
    }

    /// <summary>Cross entropy in which rows that are answered well count less: <c>(1 - p)^gamma x -log p</c> of the target class's probability p (focal loss, Lin et al. 2017). Logits [batch, classes] against class numbers int64 [batch].</summary>
    /// <param name="gamma">How much less; 0 is cross entropy, 2 is usual.</param>
    /// <param name="classWeights">Weight of each class (alpha of the paper); null weighs all alike.</param>
    public static ILoss Focal(double gamma = 2, IReadOnlyList<float>? classWeights = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gamma);
        return new CrossEntropyLoss(classWeights is null ? null : [.. classWeights], 0, gamma);
    }

    /// <summary>Binary cross entropy of logits [batch], [batch, 1] or [batch, labels] against 0 and 1, or shares between, of the same shape; whole numbers and booleans are taken as such.</summary>
    /// <param name="positiveWeight">Weight of the positive side, for example negatives over positives; 1 weighs both alike.</param>
    public static ILoss BinaryCrossEntropy(double positiveWeight = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(positiveWeight);
        return new PairLoss(
            (o, t) => F.binary_cross_entropy_with_logits(o, t, null, nn.Reduction.None, positiveWeight == 1 ? null : tensor(positiveWeight, o.dtype, o.device)),
            t => LossTargets.AsShares(t));
    }

    /// <summary>Pinball loss: <c>max(q x (target - output), (q - 1) x (target - output))</c>, whose least mean is the quantile q (Koenker and Bassett 1978). Output [batch, quantiles] in the order given, or [batch] for one; target [batch].</summary>
    /// <param name="quantiles">Quantiles, each between 0 and 1.</param>
    public static ILoss Quantile(params double[] quantiles)
    {
        ArgumentNullException.ThrowIfNull(quantiles);
        ArgumentOutOfRangeException.ThrowIfZero(quantiles.Length, nameof(quantiles));
        foreach (double quantile in quantiles)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(quantile, 0, nameof(quantiles));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(quantile, 1, nameof(quantiles));
        }

        return new QuantileLoss([.. quantiles]);
    }

    /// <summary>Poisson loss of the logarithm of a rate: <c>exp(output) - target x output</c>, without the term that only the target decides. Output [batch, 1] or the target's shape; targets are counts, not negative.</summary>
    public static ILoss Poisson() => new PairLoss((o, t) => F.poisson_nll_loss(o, t, true, false, 1e-8f, nn.Reduction.None), t => LossTargets.AsCounts(t));

    /// <summary>Mean of squared differences; output [batch, 1] or the target's shape.</summary>
    public static ILoss MeanSquaredError() => new PairLoss((o, t) => F.mse_loss(o, t, nn.Reduction.None));

    /// <summary>Mean of absolute differences.</summary>
    public static ILoss MeanAbsoluteError() => new PairLoss((o, t) => F.l1_loss(o, t, nn.Reduction.None));

    /// <summary>Squared near zero, absolute beyond <paramref name="delta"/> (Huber 1964): outliers pull less.</summary>
    public static ILoss Huber(double delta = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        return new PairLoss((o, t) => F.huber_loss(o, t, delta, nn.Reduction.None));
    }

    /// <summary>A loss of one's own: a scalar from output and batch.</summary>
    public static ILoss Of(Func<Tensor, Batch, Tensor> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        return new FunctionLoss(compute);
    }

    internal static Tensor Target(Batch batch) => batch.Target ?? throw new TrainingException("The batch has no target; a loss needs one.");

    private static Tensor MeanOverRows(Tensor rows, Tensor? weight) => weight is null ? rows.mean() : (rows * weight).mean();

    private sealed class CrossEntropyLoss(float[]? classWeights, double smoothing, double gamma) : ILoss
    {
        public Tensor Compute(Tensor output, Batch batch)
        {
            Tensor target = Target(batch);
            LossTargets.CheckClasses(output, batch, target);
            bool shares = target.is_floating_point();
            if (shares && gamma > 0)
            {
                throw new TrainingException("The focal loss takes class numbers int64 [batch], no shares of classes: leave mixup out.");
            }

            if (classWeights is null && batch.Weight is null && gamma == 0)
            {
                return F.cross_entropy(output, target, label_smoothing: smoothing);
            }

            Tensor? perRow = batch.Weight;
            if (classWeights is not null)
            {
                // Class weights become row weights.
                if (classWeights.Length != output.shape[1])
                {
                    throw new TrainingException($"The loss has weights for {classWeights.Length} classes, the model {output.shape[1]} outputs.");
                }

                Tensor weights = tensor(classWeights, device: output.device);
                Tensor ofClass = shares ? target.matmul(weights) : weights.index_select(0, target.clamp_min(0));
                perRow = perRow is null ? ofClass : perRow * ofClass;
            }

            Tensor rows = F.cross_entropy(output, target, reduction: nn.Reduction.None, label_smoothing: smoothing);
            return MeanOverRows(gamma > 0 ? Focused(rows) : rows, perRow);
        }

        private Tensor Focused(Tensor rows)
        {
            using Scalar none = 0, one = 1, power = gamma;
            return (-rows).exp().neg().add(one).clamp_min(none).pow(power) * rows;
        }
    }

    private sealed class PairLoss(Func<Tensor, Tensor, Tensor> rows, Func<Tensor, Tensor>? read = null) : ILoss
    {
        public Tensor Compute(Tensor output, Batch batch)
        {
            Tensor target = Target(batch);
            target = read is null ? target : read(target);
            if (output.dim() == target.dim() + 1 && output.shape[^1] == 1)
            {
                output = output.squeeze(-1);
            }

            if (!output.shape.AsSpan().SequenceEqual(target.shape))
            {
                throw new TrainingException($"The model's output has shape [{string.Join(", ", output.shape)}], the target [{string.Join(", ", target.shape)}].");
            }

            Tensor loss = rows(output, target);
            return MeanOverRows(loss.dim() > 1 ? loss.flatten(1).mean([1]) : loss, batch.Weight);
        }
    }

    private sealed class QuantileLoss(double[] quantiles) : ILoss
    {
        public Tensor Compute(Tensor output, Batch batch)
        {
            Tensor target = Target(batch);
            output = output.dim() == target.dim() ? output.unsqueeze(-1) : output;
            if (output.dim() != 2 || target.dim() != 1 || output.shape[1] != quantiles.Length)
            {
                throw new TrainingException($"The loss of {quantiles.Length} quantiles takes output [batch, {quantiles.Length}] and target [batch]; there are [{string.Join(", ", output.shape)}] and [{string.Join(", ", target.shape)}].");
            }

            Tensor over = target.unsqueeze(1) - output;
            Tensor levels = tensor(quantiles, output.dtype, output.device);
            return MeanOverRows(maximum(levels * over, (levels - 1) * over).mean([1]), batch.Weight);
        }
    }

    private sealed class FunctionLoss(Func<Tensor, Batch, Tensor> compute) : ILoss
    {
        public Tensor Compute(Tensor output, Batch batch) => compute(output, batch);
    }
}
