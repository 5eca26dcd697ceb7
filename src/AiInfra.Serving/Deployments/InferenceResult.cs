using AiInfra.Core.Signals;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments;

/// <summary>The answer to a request of tensors.</summary>
public sealed record InferenceResult
{
    /// <summary>Id of the prediction; feedback refers to it. With several rows, row i of the request has the id "id#i" in signals and log.</summary>
    public required string Id { get; init; }

    /// <summary>Registered model.</summary>
    public required string Model { get; init; }

    /// <summary>Version that answered.</summary>
    public required int Version { get; init; }

    /// <summary>Role in which it answered.</summary>
    public required PredictionRole Role { get; init; }

    /// <summary>Time from call to answer.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>What the version that answered takes and gives: during a trial, or just after a promotion, another one's than <see cref="Deployment.Signature"/>.</summary>
    public required ModelSignature Signature { get; init; }

    /// <summary>Outputs in the model's order.</summary>
    public required IReadOnlyList<NamedTensor> Outputs { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"InferenceResult {{ Id = {Id}, Model = {Model}, Version = {Version}, Role = {Role}, Latency = {Latency}, Signature = {Signature}, Outputs = {Shown.List(Outputs)} }}";
}
