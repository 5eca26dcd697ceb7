using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Catalog.Events;

/// <summary>An alarm was raised or cleared.</summary>
/// <param name="Deployment">Deployment it is about.</param>
/// <param name="Kind">Which alarm: "drift", "quality", "log"…</param>
/// <param name="State">"Raised" or "Cleared".</param>
/// <param name="Version">Version that answered.</param>
/// <param name="Position">Predictions of the deployment seen by then.</param>
/// <param name="At">When.</param>
/// <param name="Message">In words, with the numbers.</param>
public sealed record AlarmChanged(
    string Deployment = "", string Kind = "", string State = AlarmChanged.Raised, int Version = 0, long Position = 0, DateTimeOffset At = default, string Message = "") : IEventData<AlarmChanged>
{
    /// <summary>State of an alarm that is on from now.</summary>
    public const string Raised = "Raised";

    /// <summary>State of an alarm that is over.</summary>
    public const string Cleared = "Cleared";

    /// <inheritdoc />
    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [EventKinds.Alarm];

    /// <inheritdoc />
    [JsonIgnore]
    public static JsonTypeInfo<AlarmChanged> Json => EventJson.Default.AlarmChanged;

    /// <summary>Whether it is over. What says neither is taken for on: an alarm too many is looked at, one too few is not.</summary>
    [JsonIgnore]
    public bool IsCleared => string.Equals(State, Cleared, StringComparison.OrdinalIgnoreCase);
}
