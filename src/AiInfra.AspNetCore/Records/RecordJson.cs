using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using AiInfra.AspNetCore.Errors;

namespace AiInfra.AspNetCore.Records;

/// <summary>Bodies of plain JSON: whatever they hold reads without an exception that is none of the client's, or is refused with words.</summary>
internal static class RecordJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly string[] Times =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="ErrorAnswerException">A text is no text.</exception>
    /// <exception cref="JsonException">It is no JSON, or a property comes twice.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemory<byte> json = body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        if (!Utf8.IsValid(json.Span))
        {
            throw ErrorAnswerException.BadRequest("Expected UTF-8.");
        }

        // Half of a surrogate pair can only come as an escape, which is rare.
        if (json.Span.IndexOf("\\u"u8) >= 0)
        {
            var reader = new Utf8JsonReader(json.Span);
            while (reader.Read())
            {
                JsonText.CheckEscapes(ref reader);
            }
        }

        return JsonDocument.Parse(json, Strict);
    }

    /// <summary>A time as ISO 8601 writes it, UTC where it names no offset. Nothing else: "1.5" is no fifth of January, and "08:00" is no day.</summary>
    public static bool TryTime(JsonElement json, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(json.GetString(), Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
