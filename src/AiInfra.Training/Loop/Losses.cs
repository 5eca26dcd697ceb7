using AiInfra.Training.Loading;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AiInfra.Training.Loop;

/// <summary>The usual losses: the mean over the rows of weight x loss, the weights those of <see cref="Batch.Weight"/> where it is there. Weights should average to one over all rows.</summary>
/// <remarks>The mean is by the number of rows, not by the weights in the batch: otherwise light rows would count more wherever a batch holds few heavy ones.</remarks>
public static class Losses
{
    /// <summary>Cross entropy of logits [batch, classes] against class numbers int64 [batch].</summary>
    /// <param name="classWeights">Weight of each class, for example to balance rare ones; null weighs all alike.</param>
    /// <param name="labelSmoothing">Share of the target spread over all classes, 0 to 1 (Szegedy et al. 2016).</param>
    public static ILoss CrossEntropy(IReadOnlyList<float>? classWeights = null, double labelSmoothing = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(labelSmoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(labelSmoothing, 1);
        return new CrossEntropyLoss(classWeights is null ? null : [.. classWeights], labelSmoothing);
    }

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

    private sealed class CrossEntropyLoss(float[]? classWeights, double smoothing) : ILoss
    {
        public Tensor Compute(Tensor output, Batch batch)
        {
            Tensor target = Target(batch);
            if (classWeights is null && batch.Weight is null)
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

                Tensor ofClass = tensor(classWeights, device: output.device).index_select(0, target);
                perRow = perRow is null ? ofClass : perRow * ofClass;
            }

            Tensor rows = F.cross_entropy(output, target, reduction: nn.Reduction.None, label_smoothing: smoothing);
            return MeanOverRows(rows, perRow);
        }
    }

    private sealed class PairLoss(Func<Tensor, Tensor, Tensor> rows) : ILoss
    {
        public Tensor Compute(Tensor output, Batch batch)
        {
            Tensor target = Target(batch);
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

    private sealed class FunctionLoss(Func<Tensor, Batch, Tensor> compute) : ILoss
    {
        public Tensor Compute(Tensor output, Batch batch) => compute(output, batch);
    }
}
