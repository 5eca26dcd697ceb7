using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiInfra.Learning;

/// <summary>The numbers of an event, as the catalog keeps them.</summary>
internal sealed record LearningEventData(string Reason, long Labelled, int? Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LearningEventData))]
internal sealed partial class LearningJson : JsonSerializerContext
{
    public static string Data(LearningEvent happened) =>
        JsonSerializer.Serialize(new LearningEventData(happened.Reason.ToString(), happened.Labelled, happened.Version), Default.LearningEventData);
}
