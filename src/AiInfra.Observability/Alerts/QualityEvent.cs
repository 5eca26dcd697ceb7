using AiInfra.Core.Signals;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Alerts;

/// <summary>Data of a "quality" event in the catalog.</summary>
/// <param name="Version">Version that answered.</param>
/// <param name="Role">Role in which it answered.</param>
/// <param name="Report">The judgement.</param>
public sealed record QualityEvent(int Version, PredictionRole Role, QualityReport Report)
{
    /// <summary>Reads the data of a "quality" event.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is something else.</exception>
    public static QualityEvent FromJson(string data) =>
        System.Text.Json.JsonSerializer.Deserialize(data, EventJson.Default.QualityEvent) ?? throw new System.Text.Json.JsonException("A quality event is expected, null was found.");
}
