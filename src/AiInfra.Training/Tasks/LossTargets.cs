using AiInfra.Training.Loading;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Tasks;

/// <summary>What losses ask of targets.</summary>
internal static class LossTargets
{
    /// <summary>Class numbers int64 [batch, …], or shares of classes of the output's shape; on a device the range too, as a label out of it would end the process's use of the device.</summary>
    public static void CheckClasses(Tensor output, Batch batch, Tensor target)
    {
        bool fits = target.is_floating_point()
            ? target.shape.AsSpan().SequenceEqual(output.shape)
            : target.dtype == ScalarType.Int64 && target.dim() == output.dim() - 1 && target.shape[0] == output.shape[0];
        if (!fits)
        {
            string advice = target.is_floating_point() ? " Numbers are learned by MeanSquaredError; class numbers are made by to(int64)." : target.dtype != ScalarType.Int64 ? " Make them int64." : "";
            throw new TrainingException($"Cross entropy of output [{string.Join(", ", output.shape)}] takes class numbers int64 [{string.Join(", ", output.shape.Where((_, i) => i != 1))}] or shares of classes; the target is {target.dtype} [{string.Join(", ", target.shape)}].{advice}");
        }

        if (!target.is_floating_point() && target.device_type != DeviceType.CPU)
        {
            ThrowIfOutOfRange(output, batch, target);
        }
    }

    /// <summary>Names labels that no class has. On the CPU libtorch finds them itself, and this is asked afterwards.</summary>
    public static void ThrowIfOutOfRange(Tensor output, Batch batch, Tensor target)
    {
        long classes = output.shape[1];
        Tensor bad = target.lt(0).logical_and(target.ne(-100)).logical_or(target.ge(classes));
        if (!bad.any().item<bool>())
        {
            return;
        }

        long[] labels = [.. target.masked_select(bad).cpu().data<long>().ToArray().Distinct().Order().Take(8)];
        long[] places = (bad.dim() > 1 ? bad.flatten(1).any(1) : bad).nonzero().flatten().cpu().data<long>().ToArray();
        throw new TrainingException($"The model has {classes} outputs, so class numbers are 0 to {classes - 1}; the batch has {string.Join(", ", labels)}.{BatchRows.Named(batch, places)}");
    }

    public static Tensor AsShares(Tensor target)
    {
        Tensor shares = target.is_floating_point() ? target : target.to(ScalarType.Float32);
        return shares.device_type != DeviceType.CPU || (shares.ge(0).all().item<bool>() && shares.le(1).all().item<bool>())
            ? shares
            : throw new TrainingException($"Binary cross entropy takes targets from 0 to 1; the batch has {shares.min().item<float>()} to {shares.max().item<float>()}.");
    }

    public static Tensor AsCounts(Tensor target)
    {
        Tensor counts = target.is_floating_point() ? target : target.to(ScalarType.Float32);
        return counts.device_type != DeviceType.CPU || counts.ge(0).all().item<bool>()
            ? counts
            : throw new TrainingException($"The Poisson loss takes counts that are not negative; the batch has {counts.min().item<float>()}.");
    }
}
