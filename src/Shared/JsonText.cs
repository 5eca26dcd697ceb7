using System.Text.Json;

namespace AiInfra;

/// <summary>Reads member by member, so that whatever bytes come are read or refused as JSON that is wrong: the reader's own complaint of a text that is no text is another exception.</summary>
internal static class JsonText
{
    /// <summary>Moves to the next member of an object; false at its end.</summary>
    /// <exception cref="JsonException">It is no JSON, or the member's name is no text.</exception>
    public static bool Next(ref Utf8JsonReader json)
    {
        json.Read();
        CheckEscapes(ref json);
        return json.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Refuses escapes that are no text, over which comparing would stumble.</summary>
    /// <exception cref="JsonException">The text holds half a surrogate pair.</exception>
    public static void CheckEscapes(ref Utf8JsonReader json)
    {
        if (json.ValueIsEscaped)
        {
            _ = Of(ref json);
        }
    }

    /// <summary>The text of a string token.</summary>
    /// <exception cref="JsonException">The text is not valid UTF-8 or holds half a surrogate pair.</exception>
    public static string Of(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A string of the body is not valid UTF-8 or UTF-16.", e);
        }
    }
}
