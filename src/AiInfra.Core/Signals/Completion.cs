namespace AiInfra.Core.Signals;

/// <summary>One answer of a language model.</summary>
/// <remarks>Texts are kept where the host allows it: a message whose text may not be kept is there with its role and without its text.</remarks>
public sealed record Completion : Signal
{
    /// <summary>The conversation that the model was asked with, in its order.</summary>
    public required IReadOnlyList<CompletionMessage> Inputs { get; init; }

    /// <summary>What it answered; empty where it failed before a first word.</summary>
    public required IReadOnlyList<CompletionMessage> Outputs { get; init; }

    /// <summary>Why it stopped, in OpenTelemetry's words: "stop", "length", "content_filter", "tool_calls"; null where it did not say.</summary>
    public string? FinishReason { get; init; }

    /// <inheritdoc />
    public override SignalBody Body => SignalBody.Completion;

    /// <summary>Without the texts: they may be personal.</summary>
    public override string ToString() => $"Completion {{ Id = {Id}, Deployment = {Deployment}, Model = {Model}, Version = {Version}, Role = {Role}, At = {At}, Latency = {Latency}, TraceId = {TraceId}, Key = {Key}, Of = {Of}, Inputs = {Inputs.Count} messages, Outputs = {Outputs.Count} messages, FinishReason = {FinishReason}, Usage = {Usage}, Failure = {Failure} }}";
}
