using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Catalog.Events;

/// <summary>A run of a pipeline failed for good. What its other steps did is remembered: a run with the same parameters goes on from there.</summary>
/// <param name="Occurrence">Which run: the time it was scheduled for, or at which somebody asked for it, UTC.</param>
/// <param name="Partition">Its partition; empty where there is none.</param>
/// <param name="Steps">The steps that failed; empty where it failed outside of its steps.</param>
/// <param name="NotRun">The steps that were not run because of that.</param>
public sealed record PipelineRunFailed(DateTimeOffset Occurrence = default, string Partition = "", IReadOnlyList<string>? Steps = null, IReadOnlyList<string>? NotRun = null) : IEventData<PipelineRunFailed>
{
    /// <inheritdoc />
    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [EventKinds.PipelineFailed];

    /// <inheritdoc />
    [JsonIgnore]
    public static JsonTypeInfo<PipelineRunFailed> Json => EventJson.Default.PipelineRunFailed;

    /// <summary>The steps that failed; empty where it failed outside of its steps.</summary>
    public IReadOnlyList<string> Steps { get; init; } = Steps ?? [];

    /// <summary>The steps that were not run because of that.</summary>
    public IReadOnlyList<string> NotRun { get; init; } = NotRun ?? [];

    /// <inheritdoc />
    public override string ToString() => $"PipelineRunFailed {{ Occurrence = {Occurrence}, Partition = {Partition}, Steps = {Shown.List(Steps)}, NotRun = {Shown.List(NotRun)} }}";
}
