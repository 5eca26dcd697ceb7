using System.Text.Json;
using AiInfra.Core.Signals;

namespace AiInfra.Sqlite.Storage;

/// <summary>What a signal carries beside its rows, as JSON in one column.</summary>
internal sealed record SignalContent
{
    public IReadOnlyList<TensorShape>? TensorsIn { get; init; }

    public IReadOnlyList<TensorShape>? TensorsOut { get; init; }

    public IReadOnlyList<CompletionMessage>? MessagesIn { get; init; }

    public IReadOnlyList<CompletionMessage>? MessagesOut { get; init; }

    public string? FinishReason { get; init; }

    public Usage? Usage { get; init; }

    /// <summary>Null where there is nothing but rows.</summary>
    public static string? Write(Signal signal)
    {
        SignalContent? content = signal switch
        {
            TensorPrediction t => new() { TensorsIn = t.Inputs, TensorsOut = t.Outputs, Usage = t.Usage },
            Completion c => new() { MessagesIn = c.Inputs, MessagesOut = c.Outputs, FinishReason = c.FinishReason, Usage = c.Usage },
            { Usage: { } usage } => new() { Usage = usage },
            _ => null,
        };
        return content is null ? null : JsonSerializer.Serialize(content, StoreJson.Default.SignalContent);
    }

    public static SignalContent? Read(string? json) => json is null ? null : JsonSerializer.Deserialize(json, StoreJson.Default.SignalContent);
}
