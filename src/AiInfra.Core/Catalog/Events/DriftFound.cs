using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Catalog.Events;

/// <summary>Recent inputs of a deployment were compared with the training data. Also written where nothing was found: the history of a column needs both.</summary>
/// <param name="Version">Version whose training data they were compared with.</param>
/// <param name="Report">The comparison.</param>
public sealed record DriftFound(int Version = 0, InputDrift? Report = null) : IEventData<DriftFound>
{
    /// <inheritdoc />
    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [EventKinds.Drift];

    /// <inheritdoc />
    [JsonIgnore]
    public static JsonTypeInfo<DriftFound> Json => EventJson.Default.DriftFound;

    /// <summary>The comparison.</summary>
    public InputDrift Report { get; init; } = Report ?? new InputDrift();
}
