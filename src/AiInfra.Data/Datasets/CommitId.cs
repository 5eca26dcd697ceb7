using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;

namespace AiInfra.Data.Datasets;

/// <summary>The id of a commit: the SHA-256 of dataset, parent, files, schema, message and metadata in one canonical JSON form. Time, run and statistics are not in it.</summary>
internal static class CommitId
{
    public static string Of(DatasetCommit commit)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("dataset", commit.Dataset);
            json.WriteString("parent", commit.ParentId);
            json.WriteStartArray("files");
            foreach (DatasetFile file in commit.Files)
            {
                json.WriteStartObject();
                json.WriteString("path", file.Path);
                json.WriteString("digest", file.Digest.Hex);
                json.WriteNumber("bytes", file.Bytes);
                json.WriteNumber("rows", file.Rows);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("schema", commit.Schema);
            json.WriteString("message", commit.Message);
            json.WriteStartObject("metadata");
            foreach ((string key, string value) in commit.Metadata.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return ArtifactDigest.Of(stream.GetBuffer().AsSpan(0, (int)stream.Length)).Hex;
    }
}
