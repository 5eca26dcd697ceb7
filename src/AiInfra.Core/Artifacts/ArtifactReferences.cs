using System.Text;
using System.Text.Json;

namespace AiInfra.Core.Artifacts;

/// <summary>Finds the artifacts that a JSON text names: every string that is a digest as <see cref="ArtifactDigest"/> is written, <c>sha256:</c> and 64 hexadecimal digits. Digits alone name none: they may be the id of a commit, or a hash of something else.</summary>
public static class ArtifactReferences
{
    /// <summary>What stands before the digits.</summary>
    internal const string Mark = "sha256:";

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
                && reader.ValueSpan.StartsWith("sha256:"u8)
                && ArtifactDigest.TryParse(reader.GetString()![Mark.Length..], out ArtifactDigest digest)
                && seen.Add(digest))
            {
                found.Add(digest);
            }
        }

        return found;
    }
}
