using System.Text;
using System.Text.Json;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Datasets;

/// <summary>Columns and kinds as a commit keeps them: <c>{"columns":[{"name":"price","kind":"number"}]}</c>.</summary>
public static class DatasetSchema
{
    /// <summary>As JSON; equal schemas give equal text.</summary>
    public static string ToJson(RowSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("columns");
            foreach (Column column in schema.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("kind", column.Kind.ToString().ToLowerInvariant());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static RowSchema FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return new RowSchema(document.RootElement.GetProperty("columns").EnumerateArray().Select(c =>
                new Column(c.GetProperty("name").GetString()!, Enum.Parse<ValueKind>(c.GetProperty("kind").GetString()!, ignoreCase: true))).ToArray());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"A dataset's schema is expected as {{\"columns\":[{{\"name\":…,\"kind\":…}}]}}; found '{(json.Length > 200 ? json[..200] + "…" : json)}'.", e);
        }
    }
}
