using AiInfra.Training.Loading;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Tasks;

/// <summary>The usual changes of batches.</summary>
public static class BatchTransforms
{
    /// <summary>Mixes each row with another of the batch (mixup, Zhang et al. 2018): input and target are <c>share x one + (1 - share) x other</c>, the share drawn once a batch from Beta(alpha, alpha). Class numbers become shares of classes, float [batch, classes], which <see cref="Losses.CrossEntropy"/> takes.</summary>
    /// <param name="alpha">Above 0; 0.2 is usual. The larger, the more alike the shares.</param>
    /// <param name="classes">Number of classes where the target is class numbers; null where it is numbers.</param>
    public static IBatchTransform Mixup(double alpha = 0.2, int? classes = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        if (classes is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 2, nameof(classes));
        }

        return new MixupTransform(alpha, classes);
    }

    private sealed class MixupTransform(double alpha, int? classes) : IBatchTransform
    {
        public Batch Apply(Batch batch)
        {
            Tensor target = Losses.Target(batch);
            if (classes is null == (target.dtype == ScalarType.Int64))
            {
                throw new TrainingException(classes is null
                    ? "Mixup of class numbers needs the number of classes: Mixup(alpha, classes)."
                    : $"Mixup with {classes} classes takes class numbers int64 [batch]; the target is {target.dtype} [{string.Join(", ", target.shape)}].");
            }

            if (batch.Categories is not null)
            {
                throw new TrainingException("Mixup can't mix category numbers; encode them as numbers, or leave mixup out.");
            }

            Tensor soft = classes is { } count ? nn.functional.one_hot(target, count).to(batch.Input.dtype) : target;
            Tensor order = randperm(batch.Count, ScalarType.Int64, batch.Input.device);
            double share = distributions.Beta(tensor((float)alpha), tensor((float)alpha)).sample().item<float>();
            return new Batch(Mix(batch.Input, order, share), Mix(soft, order, share), batch.Weight is null ? null : Mix(batch.Weight, order, share)) { RowIds = batch.RowIds };
        }

        private static Tensor Mix(Tensor values, Tensor order, double share)
        {
            using Scalar own = share, other = 1 - share;
            return (values * own).add_(values.index_select(0, order), other);
        }
    }
}
