using System.Text;
using System.Text.Json;
using AiInfra.Core.Catalog;

namespace AiInfra.Serving.Deployments.Control;

/// <summary>The kinds of changes, and their numbers as JSON for the catalog's events.</summary>
internal static class DeploymentEvent
{
    public const string Promotion = "promotion";
    public const string Rollback = "rollback";
    public const string Challenge = "challenge";
    public const string Withdrawal = "withdrawal";
    private const string OtherSignature = "otherSignature";

    /// <summary>Whether a change took, knowingly, a version with another signature as champion or challenger.</summary>
    public static bool Allows(string data, int? champion, int? challenger)
    {
        using var json = JsonDocument.Parse(data);
        JsonElement change = json.RootElement;
        return change.TryGetProperty(OtherSignature, out JsonElement allowed) && allowed.ValueKind == JsonValueKind.True
            && (champion is null || Is(change, "championTo", champion)) && (challenger is null || Is(change, "challengerTo", challenger));
    }

    public static string ToJson(DeploymentRecord before, DeploymentRecord after, string actor, string reason, bool otherSignature)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Write(json, "championFrom", before.Champion);
            Write(json, "championTo", after.Champion);
            var trial = TrialChange.Between(before, after);
            Write(json, "challengerFrom", trial.From);
            Write(json, "challengerTo", trial.To);
            json.WriteNumber("challengerShare", trial.Share);
            json.WriteString("actor", actor);
            json.WriteString("reason", reason);
            if (otherSignature)
            {
                json.WriteBoolean(OtherSignature, true);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static bool Is(JsonElement change, string name, int? version) =>
        change.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.GetInt32() == version;

    private static void Write(Utf8JsonWriter json, string name, int? version)
    {
        if (version is int number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
