using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>A figure taken over the validation batches beside the loss: the mean of what each batch gives, by its rows.</summary>
public interface IBatchMetric
{
    /// <summary>Name; it is logged as <c>validation/NAME</c>.</summary>
    string Name { get; }

    /// <summary>The batch's mean.</summary>
    double Measure(Tensor output, Batch batch);
}
