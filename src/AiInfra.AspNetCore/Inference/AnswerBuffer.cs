using AiInfra.Serving.Protocol;
using Microsoft.Extensions.ObjectPool;

namespace AiInfra.AspNetCore.Inference;

/// <summary>Memory for a response and what writes it, to be used again.</summary>
internal sealed class AnswerBuffer : IResettable
{
    private const int MaxKept = 1 << 20;

    public PooledBuffer Buffer { get; } = new();

    public InferenceResponseWriter Writer { get; } = new();

    public bool TryReset()
    {
        Buffer.Clear();
        if (Buffer.Capacity > MaxKept)
        {
            Buffer.Dispose();
        }

        return true;
    }
}
