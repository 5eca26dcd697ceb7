using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Catalog.Events;

/// <summary>Scheduled runs of a pipeline passed unused: no host was up, or the run before took longer.</summary>
/// <param name="Missed">How many, 10,000 at most.</param>
/// <param name="After">After this time, UTC.</param>
/// <param name="Until">Until this time, UTC.</param>
/// <param name="Choice">What becomes of them: "RunOnce", "Skip" or "RunAll".</param>
public sealed record PipelineRunsMissed(int Missed = 0, DateTimeOffset After = default, DateTimeOffset Until = default, string Choice = "") : IEventData<PipelineRunsMissed>
{
    /// <inheritdoc />
    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [EventKinds.PipelineMissed];

    /// <inheritdoc />
    [JsonIgnore]
    public static JsonTypeInfo<PipelineRunsMissed> Json => EventJson.Default.PipelineRunsMissed;
}
