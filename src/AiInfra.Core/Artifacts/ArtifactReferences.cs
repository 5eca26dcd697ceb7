using System.Text;
using System.Text.Json;

namespace AiInfra.Core.Artifacts;

/// <summary>Finds the artifacts that a JSON text names: every string that is a digest.</summary>
public static class ArtifactReferences
{
    /// <summary>The digests in a JSON text, each once, in order.</summary>
    public static IReadOnlyList<ArtifactDigest> In(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        var found = new List<ArtifactDigest>();
        var seen = new HashSet<ArtifactDigest>();
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName
                && reader.ValueSpan.Length == 64
                && ArtifactDigest.TryParse(reader.GetString(), out ArtifactDigest digest)
                && seen.Add(digest))
            {
                found.Add(digest);
            }
        }

        return found;
    }
}
