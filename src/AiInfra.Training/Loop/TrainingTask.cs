using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>What is trained: a module, how a batch goes through it, and the loss.</summary>
public sealed class TrainingTask
{
    /// <summary>A module that takes the batch's input.</summary>
    public TrainingTask(nn.Module<Tensor, Tensor> module, ILoss loss)
        : this(module, batch => module.call(batch.Input), loss)
    {
    }

    /// <summary>Any module, with a function that takes a batch through it.</summary>
    public TrainingTask(nn.Module module, Func<Batch, Tensor> forward, ILoss loss)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(loss);
        Module = module;
        Forward = forward;
        Loss = loss;
    }

    /// <summary>The module. The trainer does not dispose it.</summary>
    public nn.Module Module { get; }

    /// <summary>Takes a batch through the module.</summary>
    public Func<Batch, Tensor> Forward { get; }

    /// <summary>The loss.</summary>
    public ILoss Loss { get; }

    /// <summary>Figures taken at validation beside the loss.</summary>
    public IReadOnlyList<IBatchMetric> Metrics { get; init; } = [];
}
