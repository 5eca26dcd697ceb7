using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Tasks;

/// <summary>A figure taken over the validation batches beside the loss: the mean of what each batch gives, by its rows.</summary>
/// <remarks>It stays on the device: means are added up there, and read once, after the last batch. What is no mean over rows (an area under a curve, an interval, a paired test) is judged on the exported model, by AiInfra.Evaluation.</remarks>
public interface IBatchMetric
{
    /// <summary>Name; it is logged as <c>validation/NAME</c>.</summary>
    string Name { get; }

    /// <summary>The batch's mean.</summary>
    /// <param name="output">What the module gave.</param>
    /// <param name="batch">The batch, on the same device.</param>
    /// <returns>One number, not read from the device: a tensor of one element.</returns>
    Tensor Measure(Tensor output, Batch batch);
}
