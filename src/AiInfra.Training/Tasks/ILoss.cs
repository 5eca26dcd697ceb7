using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Tasks;

/// <summary>What a training makes small.</summary>
public interface ILoss
{
    /// <summary>The loss of a batch: a scalar, the mean over its rows (of weight x loss where the batch has weights), with a gradient.</summary>
    /// <param name="output">What the model answered, rows first.</param>
    /// <param name="batch">The batch with its target.</param>
    Tensor Compute(Tensor output, Batch batch);
}
