using AiInfra.Serving.Batching;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;

namespace AiInfra.Serving.Deployments;

/// <summary>A loaded version as it is now.</summary>
public sealed record VersionView
{
    /// <summary>Version.</summary>
    public required int Version { get; init; }

    /// <summary>"champion", "challenger" (one of those on trial) or "previous".</summary>
    public required string Role { get; init; }

    /// <summary>Share of the requests that it answers, 0 to 1: of those on trial a canary has one, a shadow has none.</summary>
    public double Weight { get; init; }

    /// <summary>What kind of model it is, as its runtime says (<see cref="IModelRuntime.Platform"/>): "onnxruntime_onnx", or the name of another runtime.</summary>
    public required string Platform { get; init; }

    /// <summary>What it takes and gives.</summary>
    public required ModelSignature Signature { get; init; }

    /// <summary>What is odd about it, in words and with the cure: outputs that are not served, rows that see each other. They are in the log, too.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Requests inside now.</summary>
    public long InFlight { get; init; }

    /// <summary>Requests answered since it was loaded, shadow copies not counted.</summary>
    public long Answered { get; init; }

    /// <summary>Requests that did not fit the model, or whose client went away; not counted in <see cref="Failed"/>.</summary>
    public long Unfit { get; init; }

    /// <summary>Requests that the version failed on or had no time for.</summary>
    public long Failed { get; init; }

    /// <summary>Requests refused because the queue was full; also counted in <see cref="Failed"/>.</summary>
    public long Rejected { get; init; }

    /// <summary>Latencies of the answers.</summary>
    public required LatencySnapshot Latency { get; init; }

    /// <summary>The batcher's counts; null without batching.</summary>
    public BatchStatistics? Batches { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"VersionView {{ Version = {Version}, Role = {Role}, Weight = {Weight}, Platform = {Platform}, Signature = {Signature}, Warnings = {Shown.List(Warnings)}, InFlight = {InFlight}, Answered = {Answered}, Unfit = {Unfit}, Failed = {Failed}, Rejected = {Rejected}, Latency = {Latency}, Batches = {Batches} }}";
}
