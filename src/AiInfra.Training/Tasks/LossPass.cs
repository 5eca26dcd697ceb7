using AiInfra.Training.Loading;
using AiInfra.Training.Precision;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Tasks;

/// <summary>Takes a batch through the module to its losses, in the training's precision. The losses themselves are computed in 32 bits.</summary>
internal sealed class LossPass(TrainingTask task, TrainingPrecision precision, Device device)
{
    /// <summary>The outputs of a batch, each head's loss, and what is trained: their weighted sum.</summary>
    internal readonly record struct Losses(Tensor Total, IReadOnlyList<Tensor> Outputs, Tensor[] Parts);

    /// <summary>The batch as it is learned from.</summary>
    public Batch Transform(Batch batch)
    {
        foreach (IBatchTransform transform in task.Transforms)
        {
            batch = transform.Apply(batch);
        }

        return batch;
    }

    public Losses Compute(Batch batch)
    {
        IReadOnlyList<Tensor> outputs = Forward(batch);
        if (outputs.Count != task.Heads.Count)
        {
            throw new TrainingException($"The task has {task.Heads.Count} heads ({string.Join(", ", task.Heads.Select(h => h.Name))}), its forward function gave {outputs.Count} outputs.");
        }

        if (task.Heads is [{ Weight: 1 } only])
        {
            return new Losses(Scalar(only, only.Loss.Compute(outputs[0], only.View(batch))), outputs, []);
        }

        var parts = new Tensor[outputs.Count];
        Tensor? total = null;
        for (int i = 0; i < parts.Length; i++)
        {
            TaskHead head = task.Heads[i];
            parts[i] = Scalar(head, head.Loss.Compute(outputs[i], head.View(batch)));
            using Scalar share = head.Weight;
            Tensor weighted = head.Weight == 1 ? parts[i] : parts[i] * share;
            total = total is null ? weighted : total + weighted;
        }

        return new Losses(total!, outputs, parts);
    }

    private IReadOnlyList<Tensor> Forward(Batch batch)
    {
        if (precision == TrainingPrecision.Float32)
        {
            return task.Forward(batch);
        }

        IReadOnlyList<Tensor> outputs;
        using (new AutocastScope(precision, device.type))
        {
            outputs = task.Forward(batch);
        }

        return [.. outputs.Select(o => o.is_floating_point() && o.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? o.to(ScalarType.Float32) : o)];
    }

    private Tensor Scalar(TaskHead head, Tensor loss) => loss.numel() == 1
        ? loss
        : throw new TrainingException($"The loss{(task.Heads.Count > 1 ? $" of head '{head.Name}'" : "")} must be a single number; it has shape [{string.Join(", ", loss.shape)}].");
}
