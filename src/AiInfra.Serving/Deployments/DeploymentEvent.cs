using System.Text;
using System.Text.Json;
using AiInfra.Core.Catalog;

namespace AiInfra.Serving.Deployments;

/// <summary>The numbers of a change, as JSON for the catalog's events.</summary>
internal static class DeploymentEvent
{
    public static string ToJson(DeploymentRecord before, DeploymentRecord after, string actor, string reason)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Write(json, "championFrom", before.Champion);
            Write(json, "championTo", after.Champion);
            Write(json, "challengerFrom", before.Challenger);
            Write(json, "challengerTo", after.Challenger);
            json.WriteNumber("challengerShare", after.ChallengerShare);
            json.WriteString("actor", actor);
            json.WriteString("reason", reason);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

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
