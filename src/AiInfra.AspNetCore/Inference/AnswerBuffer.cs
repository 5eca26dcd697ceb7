using System.Text.Json;
using AiInfra.AspNetCore.Errors;
using Microsoft.Extensions.ObjectPool;

namespace AiInfra.AspNetCore.Inference;

/// <summary>A JSON writer over its own buffer, to be used again.</summary>
internal sealed class AnswerBuffer : IResettable
{
    private const int MaxKept = 1 << 20;

    public AnswerBuffer() => Json = new Utf8JsonWriter(Buffer, JsonAnswer.Readable with { SkipValidation = true });

    public PooledBuffer Buffer { get; } = new();

    public Utf8JsonWriter Json { get; }

    public bool TryReset()
    {
        Buffer.Clear();
        if (Buffer.Capacity > MaxKept)
        {
            Buffer.Dispose();
        }

        Json.Reset();
        return true;
    }
}
