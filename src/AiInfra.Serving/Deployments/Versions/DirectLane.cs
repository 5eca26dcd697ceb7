using AiInfra.Serving.Batching;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>At once, on the caller's thread, with a slot of the pool.</summary>
internal sealed class DirectLane<TRequest, TResult>(SlotPool slots, IModelCodec<TRequest, TResult> codec) : ModelLane<TRequest, TResult>
{
    public override ValueTask<TResult> RunAsync(TRequest request, long now, BatchPriority priority, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TResult>(cancellationToken);
        }

        int rows = codec.Rows(request);
        if (rows < 1 || rows > slots.MaxRows)
        {
            throw new InferenceRequestException("Request", $"1 to {slots.MaxRows} rows", $"{rows}");
        }

        ModelSlot slot = slots.Take();
        try
        {
            codec.Shape(request, slot, rows);
            codec.Write(request, slot, 0);
            slot.RunRows();
            return new ValueTask<TResult>(codec.Read(request, slot, 0));
        }
        finally
        {
            slots.Return(slot);
        }
    }
}
