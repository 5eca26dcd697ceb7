using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Catalog.Events;

/// <summary>A step of a learning loop: a retraining that began, that was refused, or that failed.</summary>
/// <param name="Reason">Why the loop was at it: "Drift", "Quality", "Volume", "First"…</param>
/// <param name="Labelled">Labelled rows known by then.</param>
/// <param name="Version">The version it is about, where there is one.</param>
public sealed record LearningStep(string Reason = "", long Labelled = 0, int? Version = null) : IEventData<LearningStep>
{
    /// <inheritdoc />
    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [EventKinds.Retraining, EventKinds.Refusal, EventKinds.RetrainingFailed];

    /// <inheritdoc />
    [JsonIgnore]
    public static JsonTypeInfo<LearningStep> Json => EventJson.Default.LearningStep;
}
