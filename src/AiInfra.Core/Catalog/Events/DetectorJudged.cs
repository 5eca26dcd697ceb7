using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AiInfra.Core.Catalog.Events;

/// <summary>What a detector of the host's own saw: each judgement that found something, and the first after it that did not.</summary>
/// <param name="Detector">Name of the detector, which is also the kind of its alarm.</param>
/// <param name="Version">Version that answered; 0 before the first answer.</param>
/// <param name="Found">Whether it found what it looks for.</param>
public sealed record DetectorJudged(string Detector = "", int Version = 0, bool Found = false) : IEventData<DetectorJudged>
{
    /// <inheritdoc />
    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [EventKinds.Detector];

    /// <inheritdoc />
    [JsonIgnore]
    public static JsonTypeInfo<DetectorJudged> Json => EventJson.Default.DetectorJudged;
}
