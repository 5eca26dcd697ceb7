using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Tasks;

/// <summary>Share of rows whose largest output is the target class. Output [batch, classes], target int64 [batch]. Rows with weights count by them; the weights should average to one.</summary>
public sealed class BatchAccuracy : IBatchMetric
{
    /// <inheritdoc />
    public string Name => "accuracy";

    /// <inheritdoc />
    public Tensor Measure(Tensor output, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(batch);
        Tensor right = output.argmax(1).eq(Losses.Target(batch)).to(ScalarType.Float32);
        return (batch.Weight is { } weight ? right * weight : right).mean();
    }
}
