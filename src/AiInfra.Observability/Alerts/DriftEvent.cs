using AiInfra.Observability.Drift;

namespace AiInfra.Observability.Alerts;

/// <summary>Data of a "drift" event in the catalog.</summary>
/// <param name="Version">Version whose training data the inputs were compared with.</param>
/// <param name="Report">The comparison.</param>
public sealed record DriftEvent(int Version, DriftReport Report)
{
    /// <summary>Reads the data of a "drift" event.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is something else.</exception>
    public static DriftEvent FromJson(string data) =>
        System.Text.Json.JsonSerializer.Deserialize(data, EventJson.Default.DriftEvent) ?? throw new System.Text.Json.JsonException("A drift event is expected, null was found.");
}
