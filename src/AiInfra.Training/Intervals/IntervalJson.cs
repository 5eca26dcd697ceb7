using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiInfra.Training.Intervals;

/// <summary>An interval as a model's metadata.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConformalInterval))]
internal sealed partial class IntervalJson : JsonSerializerContext
{
    public static string Write(ConformalInterval interval) => JsonSerializer.Serialize(interval, Default.ConformalInterval);

    public static ConformalInterval Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.ConformalInterval) is { Coverage: > 0 and < 1 } interval
                ? interval
                : throw new IntervalException($"The metadata '{Intervals.ConformalInterval.MetadataKey}' hold no interval: {json}.");
        }
        catch (JsonException e)
        {
            throw new IntervalException($"The metadata '{Intervals.ConformalInterval.MetadataKey}' hold no interval: {e.Message}", e);
        }
    }
}
